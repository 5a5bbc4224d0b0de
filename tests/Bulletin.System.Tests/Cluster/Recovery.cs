using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Cluster;

/// <summary>
/// What happens to machines costs seconds and never a message. The bounds are those of a machine that does nothing else,
/// with some slack; what was measured is printed.
/// </summary>
[Collection(nameof(Clusters))]
public sealed class Recovery(Shared shared, Clusters clusters) : ClusterTest(shared)
{
    private const int Topics = 24;
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(false, 5)]
    [InlineData(true, 2)]
    public async Task A_silo_that_is_killed_costs_seconds_and_no_message(bool cohosted, double seconds)
    {
        var (cluster, victim, load) = await BeginWithVictim(cohosted);

        load.Posts.Mark();
        cluster.Kill(victim);
        await load.Posts.AllAnswerAgain(Again);
        Print($"killed {victim}: {load}");
        var silence = load.Posts.LongestSilence();

        await cluster.Start(victim);
        await NothingIsLost(load);
        Assert.InRange(silence, TimeSpan.Zero, TimeSpan.FromSeconds(seconds + Clusters.Slack));
    }

    [Theory]
    [InlineData(false, 8)]
    [InlineData(true, 8)]
    public async Task A_silo_that_hangs_costs_seconds_and_no_message(bool cohosted, double seconds)
    {
        var (cluster, victim, load) = await BeginWithVictim(cohosted);

        load.Posts.Mark();
        cluster.Signal(victim, Signals.Stop);
        await load.Posts.AllAnswerAgain(Again);
        Print($"stopped {victim}: {load}");
        var silence = load.Posts.LongestSilence();

        // Back from the dead it finds that it is said to be dead, and ends.
        cluster.Signal(victim, Signals.Continue);
        await Eventually.That(() => !cluster.IsAlive(victim), Again, $"{victim} ends");
        await cluster.Start(victim);
        await NothingIsLost(load);
        Assert.InRange(silence, TimeSpan.Zero, TimeSpan.FromSeconds(seconds + Clusters.Slack));
    }

    [Fact]
    public async Task When_Postgres_is_back_posts_are_answered_within_three_seconds()
    {
        var cluster = await clusters.Separate;
        var load = await Begin(cluster, Topics);

        var before = cluster.ProcessId("postgres");
        cluster.Kill("postgres");
        await Eventually.That(() => cluster.ProcessId("postgres") != before, Again, "it is started again");
        await cluster.DatabaseAccepts(Again);
        load.Posts.Mark();
        await load.Posts.AllAnswerAgain(Again);
        Print($"Postgres accepts again: {load}");
        var silence = load.Posts.LongestSilence();

        await NothingIsLost(load);
        Assert.InRange(silence, TimeSpan.Zero, TimeSpan.FromSeconds(3 + Clusters.Slack));
    }

    [Fact]
    public async Task Everything_is_restarted_one_by_one_and_no_post_fails()
    {
        var cluster = await clusters.Separate;
        var load = await Begin(cluster, Topics);

        load.Posts.Mark();
        foreach (var name in new[] { "silo-1", "silo-2", "silo-3", "gateway-1", "gateway-2" })
        {
            await cluster.Stop(name);
            await cluster.Start(name);
        }
        await load.Posts.AllAnswerAgain(Again);
        await load.Posts.End();
        Print($"restarted all: {load}; followers came back {string.Join(", ", load.Followers.Select(f => f.Reconnects))} times");
        Assert.Empty(load.Posts.Refusals);
        var p99 = load.Posts.Percentile(0.99);

        await NothingIsLost(load);
        Assert.InRange(p99, TimeSpan.Zero, TimeSpan.FromSeconds(1 + Clusters.Slack));
    }

    [Fact]
    public async Task Clients_of_two_gateways_see_the_same_within_a_tenth_of_a_second()
    {
        var cluster = await clusters.Separate;
        var person = Own(await Person.SignedUp(cluster.Gateway(1)));
        var topic = await person.NewTopic();
        var (here, there) = (Own(await HubClient.Connected(cluster.Gateway(1), person.Token)), Own(await HubClient.Connected(cluster.Gateway(2), person.Token)));
        await here.Join(topic);
        await there.Join(topic);
        List<double> apart = [], late = [];
        for (var i = 1; i <= 100; i++)
        {
            var sent = System.Diagnostics.Stopwatch.StartNew();
            var seenHere = Seen(here);
            var seenThere = Seen(there);
            await here.Post(topic, $"message {i}");
            apart.Add((await seenThere - await seenHere).Duration().TotalMilliseconds);
            late.Add((await seenThere).TotalMilliseconds);

            async Task<TimeSpan> Seen(HubClient hub)
            {
                await hub.Message(topic, i);
                return sent.Elapsed;
            }
        }
        apart.Sort();
        late.Sort();
        Print($"seen through both {apart[50]:0.0} ms apart (median; 99th of 100 {apart[98]:0.0}), through the other {late[50]:0.0} ms after it was sent (99th {late[98]:0.0})");
        Assert.InRange(apart[50], 0, 100);
        Assert.InRange(late[50], 0, 100);
    }

    /// <summary>
    /// The victim is the silo that took the most topics: one without any could fail unseen, and Orleans chooses by load. A
    /// client can't choose what becomes of the gateway it talks to, so those here talk to others than the victim.
    /// </summary>
    private async Task<(LocalCluster Cluster, string Victim, Load Load)> BeginWithVictim(bool cohosted)
    {
        var cluster = await (cohosted ? clusters.Cohosted : clusters.Separate);
        string[] silos = [.. Enumerable.Range(1, 3).Select(i => cohosted ? $"gateway-{i}" : $"silo-{i}")];
        var before = await InMemory(cluster, silos);
        var opened = await OpenTopics(cluster, Topics);
        var took = (await InMemory(cluster, silos)).Zip(before, (now, then) => now - then).ToArray();
        var victim = Array.IndexOf(took, took.Max());
        Assert.NotEqual(0, took[victim]);
        var gateways = cluster.Gateways.Where((_, i) => !cohosted || i != victim).ToArray();
        return (cluster, silos[victim], await Begin(opened, gateways));
    }
}
