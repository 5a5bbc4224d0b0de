using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Promises;

/// <summary>Promise 1, and 3 with it: what was answered is there after a crash, once, and what was not answered can be asked again.</summary>
public sealed class DurablePromise(Shared shared) : SystemTest(shared)
{
    private const int Posters = 12;
    private const int Topics = 4;

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task Killed_under_load_it_loses_no_acknowledged_message_and_doubles_none(Engine engine)
    {
        var server = await OwnServer(engine);
        var people = await People(Posters, server);
        var topics = await Task.WhenAll(Enumerable.Range(0, Topics).Select(i => people[0].NewTopic($"topic {i}")));
        ConcurrentDictionary<Guid, Attempt> attempts = new();

        for (var round = 0; round < 2; round++)
        {
            var acknowledged = 0;
            TaskCompletionSource enough = new(TaskCreationOptions.RunContinuationsAsynchronously);
            var posting = Task.WhenAll(people.Select((person, i) => PostUntilItDies(person, i, topics, attempts, () =>
            {
                if (Interlocked.Increment(ref acknowledged) == 300) enough.SetResult();
            })));
            await enough.Task.WaitAsync(TimeSpan.FromSeconds(60), Cancelled);
            server.Kill();
            await posting;
            await server.KillAndRestart();
        }

        // Whoever got no answer asks again, as a client does.
        foreach (var attempt in attempts.Values.Where(a => a.Answered is null))
        {
            var answer = await attempt.Author.TryPost(attempt.Topic, attempt.Text, attempt.ClientId);
            Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.Created, answer.ToString());
            attempt.Answered = ChatMessage.From(answer.Json);
        }

        Print($"{engine}: {attempts.Count} posts, of which {attempts.Values.Count(a => a.AskedAgain)} had no answer when the process was killed");
        foreach (var topic in topics)
        {
            var log = await people[0].ReadAll(topic);
            Assert.Equal(Enumerable.Range(1, log.Count).Select(n => (long)n), log.Select(m => m.Seq));
            var expected = attempts.Values.Where(a => a.Topic == topic).Select(a => a.Answered!).OrderBy(m => m.Seq);
            Assert.Equal(expected, log);
            Assert.All(log, m => Assert.Equal(attempts[m.ClientId].Text, m.Text));
        }
    }

    private static async Task PostUntilItDies(
        Person person, int number, Guid[] topics, ConcurrentDictionary<Guid, Attempt> attempts, Action acknowledged)
    {
        for (var i = 0; ; i++)
        {
            Attempt attempt = new(person, topics[(number + i) % topics.Length], Guid.CreateVersion7(), $"Nachricht {number}/{i} – 你好 🚀 {new string('x', i % 700)}");
            attempts[attempt.ClientId] = attempt;
            try
            {
                var answer = await person.TryPost(attempt.Topic, attempt.Text, attempt.ClientId);
                if (answer.Status == HttpStatusCode.Created)
                {
                    attempt.Answered = ChatMessage.From(answer.Json);
                    acknowledged();
                }
            }
            catch (Exception e) when (e is HttpRequestException or SocketException)
            {
                attempt.AskedAgain = true;
                return;
            }
        }
    }

    private sealed class Attempt(Person author, Guid topic, Guid clientId, string text)
    {
        public Person Author => author;
        public Guid Topic => topic;
        public Guid ClientId => clientId;
        public string Text => text;
        public ChatMessage? Answered { get; set; }
        public bool AskedAgain { get; set; }
    }
}
