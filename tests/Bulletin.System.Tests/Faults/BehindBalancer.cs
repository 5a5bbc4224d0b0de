using System.Diagnostics;
using System.Net;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Faults;

/// <summary>What people notice of a database that is away, through the balancer that Compose installs.</summary>
public sealed class BehindBalancer(Shared shared) : SystemTest(shared)
{
    /// <summary>Longer than the balancer takes to find a server unfit. <c>BULLETIN_AWAY_SECONDS</c> changes it: a failover may take two minutes.</summary>
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(
        int.TryParse(Environment.GetEnvironmentVariable("BULLETIN_AWAY_SECONDS"), out var seconds) ? seconds : 15);

    [Fact]
    public async Task While_Postgres_is_away_reads_go_on_sockets_stay_posts_answer_503_and_all_returns_by_itself()
    {
        var postgres = Own(await PostgresServer.Started());
        var gateways = await Nodes.Started(await postgres.NewDatabase(), 2, ("ForwardedHeaders:KnownProxies:0", "127.0.0.1"));
        foreach (var gateway in gateways) Watch(Own(gateway));
        var balancer = Own(await HaProxy.Before(gateways));
        var people = new[] { Own(await Person.SignedUp(balancer.Url)), Own(await Person.SignedUp(balancer.Url)) };
        var topic = await people[0].NewTopic();
        var hubs = await Task.WhenAll(people.Select(person => Hub(person)));
        foreach (var hub in hubs) await hub.Join(topic);
        await people[0].Post(topic, "before");
        foreach (var hub in hubs) await hub.Message(topic, 1);
        // What is read while the database is away was read before.
        foreach (var gateway in gateways)
            foreach (var person in people)
            {
                using var direct = await person.Again(gateway.Url);
                await direct.ReadAll(topic);
                (await direct.Api.Get("topics")).Is(HttpStatusCode.OK);
            }
        var page = (await people[0].Api.Get("/")).Status;

        await postgres.StopAtOnce();
        var (clock, posts) = (Stopwatch.StartNew(), new List<Guid>());
        while (clock.Elapsed < Away)
        {
            posts.Add(Guid.CreateVersion7());
            Assert.NotNull((await people[0].TryPost(topic, $"{posts[^1]}", posts[^1])).IsProblem(HttpStatusCode.ServiceUnavailable, "unavailable").Header("Retry-After"));
            foreach (var person in people)
            {
                (await person.Api.Get($"topics/{topic}/messages")).Is(HttpStatusCode.OK);
                (await person.Api.Get("topics")).Is(HttpStatusCode.OK);
                Assert.Equal(page, (await person.Api.Get("/")).Status);
            }
        }
        Assert.All(hubs, hub => Assert.True(hub.IsConnected));

        await postgres.Start();
        foreach (var clientId in posts)
            await Eventually.That(async () => (await people[0].TryPost(topic, $"{clientId}", clientId)).Status is HttpStatusCode.OK or HttpStatusCode.Created, "posts are stored again");
        foreach (var hub in hubs) await hub.Message(topic, posts.Count + 1);
        Assert.All(hubs, hub => Assert.True(hub.IsConnected));
        Assert.Equal(posts.Count + 1, (await people[0].ReadAll(topic)).Select(message => message.Seq).Distinct().Count());
        Print($"away for {Away.TotalSeconds} s: {posts.Count} posts answered 503, none of them lost or stored twice");
    }
}
