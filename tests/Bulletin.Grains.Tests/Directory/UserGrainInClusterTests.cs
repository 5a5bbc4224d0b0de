using Bulletin.Grains.Directory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;
using Orleans.Runtime;
using Orleans.TestingHost;

namespace Bulletin.Grains.Tests.Directory;

/// <summary>A silo that leaves takes reports with it that it had not sent.</summary>
public sealed class UserGrainInClusterTests : IAsyncLifetime
{
    private readonly Guid userId = Guid.CreateVersion7();
    private readonly FakeTimeProvider clock = new(Sample.Noon);
    private readonly ListsInMemory index = new();
    private readonly Watcher gateway = new();
    private InProcessTestCluster cluster = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_list_is_compared_with_storage_soon_after_a_silo_has_left()
    {
        var snapshot = await cluster.Client.GetGrain<IUserGrain>(userId)
            .Watch(cluster.Client.CreateObjectReference<IDirectoryObserver>(gateway), Guid.Empty, 0, Cancel);
        var here = cluster.Silos.Single(silo => silo.SiloAddress.ToString() == snapshot.Silo);
        var missed = Sample.PrivateTopic(1);
        index.List(userId, missed);

        await cluster.KillSiloAsync(cluster.Silos.Single(silo => silo != here), Cancel);
        await HasLostOne(here);
        clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal([missed], (await gateway.Next()).Change.Updated);
    }

    public async ValueTask InitializeAsync()
    {
        InProcessTestClusterBuilder builder = new(2);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton<ITopicIndex>(index);
            silo.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock));
            silo.Services.UseTimeProviderForBackgroundAreas(TimeProvider.System);
        });
        cluster = builder.Build();
        await cluster.DeployAsync();
    }

    public ValueTask DisposeAsync() => cluster.DisposeAsync();

    private static async Task HasLostOne(InProcessSiloHandle silo)
    {
        await foreach (var now in silo.ServiceProvider.GetRequiredService<IClusterMembershipService>().MembershipUpdates.WithCancellation(Cancel))
            if (now.Members.Values.Any(member => member.Status == SiloStatus.Dead)) return;
    }
}
