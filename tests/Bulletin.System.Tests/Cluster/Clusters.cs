namespace Bulletin.SystemTests.Cluster;

/// <summary>Clusters that tests share: each is started by the first that asks, and left whole by all.</summary>
[CollectionDefinition(nameof(Clusters))]
public sealed class Clusters : ICollectionFixture<Clusters>, IAsyncDisposable
{
    /// <summary>Seconds by which a machine that does much else besides may be late.</summary>
    public const double Slack = 2;

    private readonly Lazy<Task<LocalCluster>> _separate = new(() => LocalCluster.Started(silos: 3, gateways: 2));
    private readonly Lazy<Task<LocalCluster>> _cohosted = new(() => LocalCluster.Cohosted(gateways: 3));

    internal Task<LocalCluster> Separate => _separate.Value;

    internal Task<LocalCluster> Cohosted => _cohosted.Value;

    public async ValueTask DisposeAsync()
    {
        foreach (var cluster in new[] { _separate, _cohosted })
            if (cluster.IsValueCreated && cluster.Value.IsCompletedSuccessfully) await (await cluster.Value).DisposeAsync();
    }
}
