using System.Net;
using Bulletin.SystemTests.Harness;
using static Bulletin.SystemTests.Search.Searching;

namespace Bulletin.SystemTests.Search;

/// <summary>Every message is found once, as it is in its topic, whatever dies and whenever the index is made anew.</summary>
public sealed class SearchAfterCrashes(Shared shared) : SystemTest(shared)
{
    private const int Kills = 2, Writers = 4, Before = 100, Checks = 20;

    /// <summary>Posts are written and indexed within this time; before, the server is killed in the middle of it.</summary>
    private const int LatestKill = 500;

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task All_messages_are_found_once_though_the_server_is_killed_while_they_are_posted(Engine engine)
    {
        var server = await OwnServer(engine);
        var (author, word) = (await Somebody(server), NewWord());
        var topics = new[] { await author.NewTopic(), await author.NewPrivateTopic() };
        for (var kill = 0; kill < Kills; kill++)
        {
            using CancellationTokenSource stop = new();
            var writing = Write(author, topics, word, stop.Token);
            await Eventually.That(async () => (await author.Search(word)).Items().Count > 0, "something is found");
            await Task.Delay(Random.Shared.Next(LatestKill), Cancelled);
            var restarted = server.KillAndRestart();
            await stop.CancelAsync();
            await writing;
            await restarted;
        }

        await AllAreFound(author, topics, word);
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task All_messages_are_found_once_while_a_new_index_is_made_and_after(Engine engine)
    {
        var database = engine == Engine.Postgres ? await (await Postgres).NewDatabase() : null;
        var server = database is null ? await OwnServer() : await OwnServerOn(database);
        string[] storage = [database is null ? $"--Data={server.DataFolder}" : $"--ConnectionStrings:Postgres={database}"];
        var (author, word, old) = (await Somebody(server), NewWord(), NewWord());
        var topics = new[] { await author.NewTopic(), await author.NewPrivateTopic() };
        List<ChatMessage> before = [];
        for (var i = 0; i < Before; i++) before.Insert(0, await author.Post(topics[i % topics.Length], $"{old} {i}"));
        await author.WillFind(old, [.. before]);
        using CancellationTokenSource stop = new();
        var writing = Write(author, topics, word, stop.Token);

        await ChildProcess.Run("dotnet", [Built.Silo, "reindex", .. storage], "/");

        for (var i = 0; i < Checks; i++) await OldOnesAreFound();
        await stop.CancelAsync();
        await writing;
        await Eventually.That(async () =>
        {
            await OldOnesAreFound();
            return (await ChildProcess.Run("dotnet", [Built.Silo, "reindex", "status", .. storage], "/")).Contains("Everything is indexed.", StringComparison.Ordinal);
        }, "the new index is made");
        await OldOnesAreFound();
        await AllAreFound(author, topics, word);

        async Task OldOnesAreFound() => Assert.True(await author.Finds(old, [.. before]), "Something is missing, twice or stale.");
    }

    /// <summary>Posts, edits and deletes until it is told to stop, or the server is killed.</summary>
    private static Task Write(Person author, Guid[] topics, string word, CancellationToken stop) => Task.WhenAll(Enumerable.Range(0, Writers).Select(async writer =>
    {
        try
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                var topic = topics[(writer + i) % topics.Length];
                var message = await author.Post(topic, $"{word} first {writer} {i}");
                if (i % 3 == 1) await author.Edit(topic, message.Seq, $"{word} second {writer} {i}");
                if (i % 5 == 2) (await author.Api.Delete($"topics/{topic}/messages/{message.Seq}")).Is(HttpStatusCode.NoContent);
            }
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException)
        {
            // The server is gone. What it has not answered may have been written.
        }
    }));

    /// <summary>What is in the topics is what is found, by each version of the text.</summary>
    private static async Task AllAreFound(Person author, Guid[] topics, string word)
    {
        List<ChatMessage> written = [];
        foreach (var topic in topics) written.AddRange((await author.ReadAll(topic)).Where(message => message.Text?.Contains(word, StringComparison.Ordinal) == true));
        Assert.NotEmpty(written);
        foreach (var part in new[] { "", "first", "second" })
        {
            var expected = written.Where(message => message.Text!.Contains(part, StringComparison.Ordinal)).Select(message => (message.TopicId, message.Seq)).Order().ToList();
            await Eventually.That(
                async () => (await author.FindAll($"{word} {part} ")).Select(message => (message.TopicId, message.Seq)).Order().SequenceEqual(expected),
                $"the {expected.Count} messages with '{part}' are found, each once");
        }
    }
}
