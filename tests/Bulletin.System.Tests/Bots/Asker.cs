using System.Net;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Bots;

/// <summary>Somebody who gives each bot commands in its own topic.</summary>
internal sealed class Asker(Person person, IReadOnlyList<RunningBot> bots)
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(200);

    private readonly Dictionary<RunningBot, Guid> _topics = [];
    private int _asked;

    /// <summary>Finds the topics that the bots have made.</summary>
    public async Task FindTopics()
    {
        var all = (await person.Api.Get("topics")).Is(HttpStatusCode.OK).Json.GetProperty("items").EnumerateArray().ToArray();
        foreach (var bot in bots) _topics[bot] = Assert.Single(all, topic => topic.Text("name") == bot.Topic).Id();
    }

    public Guid TopicOf(RunningBot bot) => _topics[bot];

    /// <summary>Gives each bot this many commands.</summary>
    public async Task Ask(int count)
    {
        for (var i = 0; i < count; i++)
            foreach (var topic in _topics.Values) await Post(topic, $"!echo {++_asked}");
    }

    /// <summary>Goes on asking until this holds.</summary>
    public async Task AskUntil(Func<Task<bool>> holds, string what)
    {
        using var pace = new PeriodicTimer(Pace);
        await Eventually.That(async () =>
        {
            await Ask(1);
            await pace.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            return await holds();
        }, 4 * Eventually.Patience, what);
    }

    /// <summary>Waits until each bot has answered as many messages as it was given commands.</summary>
    public async Task AllAnswered()
    {
        await Renew();
        foreach (var bot in bots)
        {
            try
            {
                await Eventually.That(async () => Count(await person.ReadAll(_topics[bot]), bot) is var (commands, answers) && answers >= commands, "everything is answered");
            }
            catch (TimeoutException late)
            {
                Assert.Fail($"In '{bot.Topic}': {late.Message}\nThe bot printed:\n{bot.Log.Tail(30)}");
            }
        }
    }

    /// <summary>Checks that each command has one answer with its text, and that a bot has said nothing else.</summary>
    public async Task EachIsAnsweredOnce()
    {
        await Renew();
        foreach (var bot in bots)
        {
            var all = await person.ReadAll(_topics[bot]);
            var commands = all.Where(message => message.Author == person.Username).Select(message => (message.Seq, message.Text!["!echo ".Length..])).ToArray();
            var answers = all.Where(message => message.Author == bot.Account.Username).Select(message => (message.ReplyTo!.Value, message.Text!)).Order().ToArray();
            Assert.Equal(commands, answers);
            Assert.Equal(commands.Length + answers.Length, all.Count);
        }
    }

    private (int Commands, int Answers) Count(IReadOnlyList<ChatMessage> all, RunningBot bot) =>
        (all.Count(message => message.Author == person.Username), all.Count(message => message.Author == bot.Account.Username));

    private async Task Post(Guid topic, string text)
    {
        var clientId = Guid.CreateVersion7();
        var answer = await person.TryPost(topic, text, clientId);
        if (answer.Status == HttpStatusCode.Unauthorized)
        {
            await Renew();
            answer = await person.TryPost(topic, text, clientId);
        }
        answer.Is(HttpStatusCode.Created);
    }

    /// <summary>Tokens live for a minute in these tests.</summary>
    private async Task Renew()
    {
        using var again = await person.Again();
        person.Api.Token = again.Token;
    }
}
