using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Cluster;

/// <summary>A silo more takes its part of the work, and may go again.</summary>
public sealed class Scaling(Shared shared) : ClusterTest(shared)
{
    private const int Topics = 60;
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task A_silo_that_is_added_takes_over_topics_and_taken_away_again_loses_nothing()
    {
        var cluster = Own(await LocalCluster.Started(silos: 2, gateways: 2));
        var load = await Begin(cluster, Topics);

        var before = await InMemory(cluster, "silo-1", "silo-2");
        await cluster.Start("silo-3");
        await Eventually.That(async () => (await InMemory(cluster, "silo-3"))[0] >= Topics / 6, Soon, "it has topics in memory");
        var with = await InMemory(cluster, "silo-1", "silo-2", "silo-3");
        Print($"topics in memory: {string.Join(" + ", before)}, with a third silo {string.Join(" + ", with)}; {load}");

        load.Posts.Mark();
        await cluster.Stop("silo-3");
        await load.Posts.AllAnswerAgain(Soon);
        Print($"taken away again: {string.Join(" + ", await InMemory(cluster, "silo-1", "silo-2"))}; {load}");
        await NothingIsLost(load);
        Assert.InRange(load.Posts.LongestSilence(), TimeSpan.Zero, TimeSpan.FromSeconds(1 + Clusters.Slack));
    }
}
