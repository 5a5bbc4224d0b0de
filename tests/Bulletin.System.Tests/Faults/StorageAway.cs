using System.Diagnostics;
using System.Net;
using Bulletin.SystemTests.Harness;
using Bulletin.SystemTests.Operations;

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
        // As every client does: nobody's own topics can be known before they were read.
        (await person.Api.Get("topics")).Is(HttpStatusCode.OK);

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
        (await person.Api.Get("/health/storage")).IsProblem(HttpStatusCode.ServiceUnavailable, "unavailable");
        var searched = Stopwatch.StartNew();
        Assert.NotNull((await person.Api.Get("search?query=message")).Is(HttpStatusCode.ServiceUnavailable).Header("Retry-After"));
        Assert.InRange(searched.Elapsed, TimeSpan.Zero, AnsweredWithin);
        // Balancers go on sending traffic, since there is much to be read.
        (await person.Api.Get("/health/ready")).Is(HttpStatusCode.OK);
        (await person.Api.Get("/health/live")).Is(HttpStatusCode.OK);

        if (hangs) postgres.Unhang();
        else await postgres.Start();

        var back = Stopwatch.StartNew();
        foreach (var clientId in clientIds)
            await Eventually.That(async () => (await person.TryPost(topic, $"{clientId}", clientId)).Status is HttpStatusCode.OK or HttpStatusCode.Created, "posting resumes");
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

    [Fact]
    public async Task A_gateway_and_its_silo_stay_ready_and_only_storage_says_that_it_is_away()
    {
        var postgres = Own(await PostgresServer.Started());
        var both = Own(await GatewayAndSilo.Started(await postgres.NewDatabase()));
        using HttpClient silo = new() { BaseAddress = both.Silo.OperationsUrl };
        using var nobody = both.Gateway.Client();

        await postgres.StopAtOnce();

        (await nobody.Get("/health/storage")).IsProblem(HttpStatusCode.ServiceUnavailable, "unavailable");
        (await nobody.Get("/health/ready")).Is(HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await Ask("/health/storage"));
        Assert.Equal(HttpStatusCode.OK, await Ask("/health/ready"));
        await Eventually.That(async () => (await silo.GetStringAsync(new Uri("/metrics", UriKind.Relative), Cancelled)).Split('\n')
            .Any(line => line.StartsWith("bulletin_storage_available", StringComparison.Ordinal) && line.Split(' ')[1] == "0"), "the metric says so");

        await postgres.Start();
        await Eventually.That(async () => (await nobody.Get("/health/storage")).Status == HttpStatusCode.OK, "storage is back");

        async Task<HttpStatusCode> Ask(string path)
        {
            using var answer = await silo.GetAsync(new Uri(path, UriKind.Relative), Cancelled);
            return answer.StatusCode;
        }
    }
}
