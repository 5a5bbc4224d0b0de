using Bulletin.Grains.Cluster.Status;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;
using Orleans.TestingHost;

namespace Bulletin.Grains.Tests.Cluster;

/// <summary>The processes of a cluster are known while they report.</summary>
public sealed class ClusterStatusGrainTests : IAsyncLifetime
{
    private readonly FakeTimeProvider clock = new(Sample.Noon);
    private InProcessTestCluster cluster = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private IClusterStatusGrain Grain => cluster.Client.GetGrain<IClusterStatusGrain>(0);

    [Fact]
    public async Task Processes_are_listed_by_name_with_their_latest_report()
    {
        await Grain.Report(Gateway("two", connections: 1), Cancel);
        await Grain.Report(Gateway("one", connections: 2), Cancel);
        await Grain.Report(Gateway("two", connections: 3), Cancel);

        Assert.Equal([("one", 2), ("two", 3)], (await Grain.Read(Cancel)).Processes.Select(process => (process.Name, process.Gateway!.Connections)));
    }

    [Fact]
    public async Task A_process_that_reports_no_more_is_forgotten()
    {
        await Grain.Report(Gateway("gone"), Cancel);
        clock.Advance(ClusterStatus.ForgottenAfter);
        await Grain.Report(Gateway("here"), Cancel);
        Assert.Equal(["gone", "here"], (await Grain.Read(Cancel)).Processes.Select(process => process.Name));

        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(["here"], (await Grain.Read(Cancel)).Processes.Select(process => process.Name));
    }

    [Fact]
    public async Task No_more_processes_are_kept_than_any_cluster_has()
    {
        await Task.WhenAll(Enumerable.Range(0, ClusterStatusGrain.MostProcesses).Select(i => Grain.Report(Gateway($"{i}"), Cancel)));
        await Grain.Report(Gateway("one more"), Cancel);
        await Grain.Report(Gateway("0", connections: 5), Cancel);

        var processes = (await Grain.Read(Cancel)).Processes;
        Assert.Equal(ClusterStatusGrain.MostProcesses, processes.Count);
        Assert.Equal(5, processes.Single(process => process.Name == "0").Gateway!.Connections);
    }

    [Fact]
    public async Task The_silos_are_those_of_the_membership()
    {
        var silo = Assert.Single((await Grain.Read(Cancel)).Silos);

        Assert.Equal((cluster.Silos[0].SiloAddress.ToString(), "Active"), (silo.Key, silo.Value));
    }

    public async ValueTask InitializeAsync()
    {
        InProcessTestClusterBuilder builder = new(1);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock));
            silo.Services.UseTimeProviderForBackgroundAreas(TimeProvider.System);
        });
        cluster = builder.Build();
        await cluster.DeployAsync();
    }

    public ValueTask DisposeAsync() => cluster.DisposeAsync();

    private static ProcessReport Gateway(string name, int connections = 0) =>
        new(name, "0.1.0", Sample.Noon, Silo: null, new(connections, 0, DeliveryP50: null, DeliveryP99: null));
}
