using System.Globalization;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Cluster;

/// <summary>A silo that has no processor time is slow, not dead. <c>script/busy --minutes 10</c> looks for longer.</summary>
[Collection(nameof(Clusters))]
public sealed class Busy(Shared shared, Clusters clusters) : ClusterTest(shared)
{
    private static readonly TimeSpan s_for =
        TimeSpan.FromSeconds(double.Parse(Environment.GetEnvironmentVariable("BULLETIN_BUSY_SECONDS") ?? "10", CultureInfo.InvariantCulture));

    [Fact]
    public async Task With_every_core_busy_no_silo_is_taken_for_dead()
    {
        var cluster = await clusters.Separate;
        var load = await Begin(cluster, topics: 24);
        var before = await Silos(cluster);

        load.Posts.Mark();
        var burners = Enumerable.Range(0, 2 * Environment.ProcessorCount)
            .Select(_ => Own(ChildProcess.Start("sh", ["-c", "while :; do :; done"], "/"))).ToArray();
        using (PeriodicTimer timer = new(s_for)) await timer.WaitForNextTickAsync(Cancelled);
        foreach (var burner in burners) burner.Kill();
        Print($"{s_for.TotalSeconds:0} s with {burners.Length} busy processes on {Environment.ProcessorCount} cores: {load}");
        Assert.Equal(before, await Silos(cluster));
        await load.Posts.AllAnswerAgain(TimeSpan.FromSeconds(60));
        await NothingIsLost(load);
    }

    /// <summary>How many are active, and how many are said to be dead.</summary>
    private static async Task<(long Active, long Dead)> Silos(LocalCluster cluster) => (
        await PostgresServer.Ask(cluster.ConnectionString, "SELECT count(*) FROM orleans_membership WHERE status = 3"),
        await PostgresServer.Ask(cluster.ConnectionString, "SELECT count(*) FROM orleans_membership WHERE status = 6"));
}
