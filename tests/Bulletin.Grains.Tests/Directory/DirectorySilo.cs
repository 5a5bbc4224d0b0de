using Bulletin.Grains.Directory;
using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;

namespace Bulletin.Grains.Tests.Directory;

/// <summary>A silo with the grains that order topics, and no storage.</summary>
public sealed class DirectorySilo : IAsyncLifetime
{
    private InProcessTestCluster cluster = null!;

    internal ListsInMemory Index { get; } = new();

    internal ReportCalls Calls { get; } = new();

    internal IGrainFactory Grains => cluster.Client;

    internal ActivityFeed Feed => cluster.Silos[0].ServiceProvider.GetRequiredService<ActivityFeed>();

    public async ValueTask InitializeAsync()
    {
        InProcessTestClusterBuilder builder = new(1);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton<ITopicIndex>(Index).AddSingleton<ActivityFeed>();
            silo.Services.AddHostedService(provider => provider.GetRequiredService<ActivityFeed>());
            silo.AddIncomingGrainCallFilter(Calls);
        });
        cluster = builder.Build();
        await cluster.DeployAsync();
    }

    public ValueTask DisposeAsync() => cluster.DisposeAsync();
}
