using System.Net;
using Bulletin.SystemTests.Harness;
using Bulletin.SystemTests.Operations;

namespace Bulletin.SystemTests.Bots;

/// <summary>The bots of docs/bots: what they promise, for all of them at once, since tokens live for at least a minute.</summary>
public sealed class EchoBots(Shared shared) : SystemTest(shared)
{
    [Fact]
    public async Task Bots_answer_each_message_once_while_tokens_expire_and_servers_and_bots_end()
    {
        var server = await OwnServer(("Auth:AccessTokenLifetime", "00:01:00"));
        var bots = new List<RunningBot>();
        foreach (var language in RunningBot.Languages) bots.Add(Own(new RunningBot(server, await Somebody(server), language)));
        foreach (var bot in bots) await bot.Start();
        var asker = new Asker(await Somebody(server), bots);
        await asker.FindTopics();

        // Each closes its connection at the end of the token: two times, so that also a refreshed session is refreshed.
        await asker.AskUntil(async () => await Connected(server) >= 3 * bots.Count, "each bot has connected with its third token");
        await asker.AllAnswered();

        await asker.Ask(5);
        await server.KillAndRestart();
        await asker.AskUntil(async () => await Connected(server) >= bots.Count, "each bot has connected again");
        await asker.AllAnswered();

        // Told to end, and asked while they are away.
        foreach (var bot in bots) Assert.Equal(0, await bot.Terminate());
        await asker.Ask(5);
        foreach (var bot in bots) await bot.Start();
        await asker.AllAnswered();

        // Killed between an answer and its being noted.
        await asker.Ask(5);
        foreach (var bot in bots) await bot.Kill();
        foreach (var bot in bots) await bot.Start();
        await asker.AllAnswered();

        foreach (var bot in bots) Assert.Equal(0, await bot.Terminate());
        await asker.EachIsAnsweredOnce();
    }

    [Theory]
    [InlineData("javascript"), InlineData("python"), InlineData("csharp")]
    public async Task A_bot_reads_on_where_it_ended_however_much_it_has_missed(string language)
    {
        var server = await One();
        var bot = Own(new RunningBot(server, await Somebody(server), language));
        await bot.Start();
        var asker = new Asker(await Somebody(server), [bot]);
        await asker.FindTopics();
        await asker.Ask(1);
        await asker.AllAnswered();

        Assert.Equal(0, await bot.Terminate());
        await asker.Ask(250);
        await bot.Start();
        await asker.AllAnswered();
        Assert.Equal(0, await bot.Terminate());
        await asker.EachIsAnsweredOnce();
    }

    [Theory]
    [InlineData("javascript"), InlineData("python"), InlineData("csharp")]
    public async Task A_bot_whose_position_is_lost_answers_nothing_twice(string language)
    {
        const int Count = 20;
        var server = await One();
        var bot = Own(new RunningBot(server, await Somebody(server), language));
        await bot.Start();
        var asker = new Asker(await Somebody(server), [bot]);
        await asker.FindTopics();
        await asker.Ask(Count);
        await asker.AllAnswered();
        Assert.Equal(0, await bot.Terminate());

        var (account, topic) = (bot.Account.Api, asker.TopicOf(bot));
        (await account.Put($"topics/{topic}/read", new { seq = 1, unread = true })).Is(HttpStatusCode.OK);
        await bot.Start();
        await Eventually.That(async () => (await account.Get($"users/me/topics?ids={topic}")).Is(HttpStatusCode.OK).Json.GetProperty("items")[0].Number("readSeq") >= 2 * Count,
            "the bot has read everything again");
        Assert.Equal(0, await bot.Terminate());
        await asker.EachIsAnsweredOnce();
    }

    [Theory]
    [InlineData("javascript"), InlineData("python"), InlineData("csharp")]
    public async Task A_bot_names_a_setting_that_it_lacks(string language)
    {
        var server = await One();
        var account = await Somebody(server);
        foreach (var setting in new[] { "BULLETIN_USERNAME", "BULLETIN_PASSWORD_FILE", "BULLETIN_TOPIC" })
        {
            var bot = Own(new RunningBot(server, account, language));
            Assert.Equal(1, await bot.StartWithout(setting));
            Assert.Equal($"Set {setting}.", bot.Log.Tail());
        }
    }

    /// <summary>How often somebody has connected to the hub. Nobody but the bots does.</summary>
    private static async Task<double> Connected(BulletinServer server) => (await Metrics.Of(server.MetricsUrl))["bulletin_live_connected_total"];
}
