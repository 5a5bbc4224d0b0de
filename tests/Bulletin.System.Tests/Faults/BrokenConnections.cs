using System.Collections.Concurrent;
using System.Net;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Faults;

public sealed class BrokenConnections(Shared shared) : SystemTest(shared)
{
    private const int Rounds = 12;
    private const int PostsBetween = 40;

    private const string CutAll =
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";

    [Fact]
    public async Task Cut_off_from_its_database_in_mid_commit_it_loses_and_doubles_nothing()
    {
        var database = await (await Postgres).NewDatabase();
        var server = await OwnServerOn(database);
        var people = await People(6, server);
        var topics = await Task.WhenAll(people.Take(3).Select(person => person.NewTopic()));
        ConcurrentDictionary<Guid, ChatMessage> answered = new();
        var unanswered = 0;
        using SemaphoreSlim posted = new(0);
        using CancellationTokenSource enough = new();

        // Each goes on with the same client id until there is an answer, as a client does.
        var posting = people.Select((person, number) => Task.Run(async () =>
        {
            for (var i = 0; !enough.IsCancellationRequested; i++)
            {
                var (topic, clientId) = (topics[(number + i) % topics.Length], Guid.CreateVersion7());
                Answer answer;
                while ((answer = await person.TryPost(topic, $"{number}/{i}", clientId)).Status == HttpStatusCode.ServiceUnavailable)
                {
                    answer.IsProblem(HttpStatusCode.ServiceUnavailable, "unavailable");
                    Interlocked.Increment(ref unanswered);
                }
                Assert.True(answer.Status is HttpStatusCode.Created or HttpStatusCode.OK, answer.ToString());
                answered[clientId] = ChatMessage.From(answer.Json);
                posted.Release();
            }
        }, Cancelled)).ToArray();
        long cut = 0;
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < PostsBetween; i++) Assert.True(await posted.WaitAsync(Eventually.Patience, Cancelled), "Posting went on");
            cut += await PostgresServer.Ask(database, CutAll);
        }
        await enough.CancelAsync();
        await Task.WhenAll(posting);

        Print($"{answered.Count} posts, {cut} connections cut, {unanswered} attempts without an outcome");
        Assert.InRange(cut, Rounds, long.MaxValue);
        // What the database holds, and not what memory shows.
        Assert.Equal(0, await server.Terminate());
        await server.Start();
        foreach (var topic in topics)
        {
            var log = await people[0].ReadAll(topic);
            Assert.Equal(Enumerable.Range(1, log.Count).Select(n => (long)n), log.Select(m => m.Seq));
            Assert.Equal(answered.Values.Where(m => m.TopicId == topic).OrderBy(m => m.Seq), log);
        }
    }
}
