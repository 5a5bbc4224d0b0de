using System.Diagnostics;
using System.Net;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Faults;

/// <summary>Postgres stops, or hangs: nothing is acknowledged that is not stored, memory goes on being read, and all resumes by itself.</summary>
public sealed class StorageAway(Shared shared) : SystemTest(shared)
{
    private static readonly TimeSpan AnsweredWithin = TimeSpan.FromSeconds(5);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Posts_answer_503_in_time_reads_go_on_and_all_resumes_by_itself(bool hangs)
    {
        var postgres = Own(await PostgresServer.Started());
        var server = await OwnServerOn(await postgres.NewDatabase());
        var person = await Somebody(server);
        var topic = await person.NewTopic();
        var hub = await Hub(person);
        await hub.Join(topic);
        for (var i = 1; i <= 3; i++) await person.Post(topic, $"message {i}");

        if (hangs) postgres.Hang();
        else await postgres.StopAtOnce();

        var clientIds = Enumerable.Range(0, 6).Select(_ => Guid.CreateVersion7()).ToArray();
        foreach (var clientId in clientIds)
        {
            var clock = Stopwatch.StartNew();
            var refused = (await person.TryPost(topic, $"{clientId}", clientId)).IsProblem(HttpStatusCode.ServiceUnavailable, "unavailable");
            Assert.InRange(clock.Elapsed, TimeSpan.Zero, AnsweredWithin);
            Assert.NotNull(refused.Header("Retry-After"));
            Assert.Equal([1L, 2, 3], (await person.Api.Get($"topics/{topic}/messages")).Is(HttpStatusCode.OK).Json.Messages().Select(m => m.Seq));
            (await person.Api.Get("topics")).Is(HttpStatusCode.OK);
        }
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await person.Api.Get("/health/ready")).Status);
        (await person.Api.Get("/health/live")).Is(HttpStatusCode.OK);

        if (hangs) postgres.Unhang();
        else await postgres.Start();

        var back = Stopwatch.StartNew();
        foreach (var clientId in clientIds)
            await Eventually.That(async () => (await person.TryPost(topic, $"{clientId}", clientId)).Status is HttpStatusCode.OK or HttpStatusCode.Created,
                TimeSpan.FromSeconds(15), "posting resumes");
        Print($"{(hangs ? "Hung" : "Stopped")}: all posts answered {back.Elapsed.TotalSeconds:0.0} s after Postgres was back");

        var log = await person.ReadAll(topic);
        Assert.Equal(Enumerable.Range(1, 9).Select(n => (long)n), log.Select(m => m.Seq));
        Assert.Equal(clientIds.Order(), log.Skip(3).Select(m => m.ClientId).Order());
        await hub.Message(topic, 9);
        Assert.Equal(log, hub.Messages(topic));
        // Whoever looks at the console learns what is wrong, and can still see it.
        var said = server.Log.Tail(int.MaxValue);
        Assert.Contains("Postgres", said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
        Assert.InRange(said.Split('\n').Length, 1, 120);
        Assert.All(clientIds.Select(id => id.ToString()).Append(person.Token), secret => Assert.DoesNotContain(secret, said, StringComparison.Ordinal));
    }
}
