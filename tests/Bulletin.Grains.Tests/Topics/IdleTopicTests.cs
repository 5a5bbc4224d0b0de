using Bulletin.Grains.Cluster;
using Bulletin.Grains.Storage;
using Bulletin.Grains.Tests.Storage;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Memory;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.TestingHost;

namespace Bulletin.Grains.Tests.Topics;

/// <summary>A silo whose topics are idle after three seconds instead of ten minutes.</summary>
public sealed class IdleTopicTests : IAsyncLifetime
{
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(60);
    private readonly SqliteStorage _storage = new();
    private InProcessTestCluster _cluster = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_topic_that_nobody_uses_leaves_memory_and_is_whole_when_it_is_asked_for_again()
    {
        var ada = Sample.Person("ada");
        Assert.True(await _storage.Users.Create(new(ada, "hash"), audit: null, Cancel));
        var topic = _cluster.Client.GetGrain<ITopicGrain>(Guid.CreateVersion7());
        await topic.Create(new("tea", null, Sample.Acting(ada)), Cancel);
        for (var i = 1; i <= 3; i++) await topic.Post(new(Guid.CreateVersion7(), Sample.Acting(ada), $"message {i}", null), Cancel);
        var here = _cluster.Silos[0].ServiceProvider.GetRequiredService<TopicsHere>();
        var state = (await topic.Latest(0, Sample.Anybody, Cancel)).Value!.State;
        Assert.True(here.StillShows(topic.GetPrimaryKey(), state, Sample.Anybody));

        using PeriodicTimer look = new(TimeSpan.FromMilliseconds(100));
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        patience.CancelAfter(s_soon);
        while (await Activations() > 0) await look.WaitForNextTickAsync(patience.Token);

        Assert.False(here.StillShows(topic.GetPrimaryKey(), state, Sample.Anybody));
        Assert.Equal(["message 1", "message 2", "message 3"], (await topic.Latest(0, Sample.Anybody, Cancel)).Value!.Page!.Items.Select(m => m.Text));
    }

    public async ValueTask InitializeAsync()
    {
        await _storage.InitializeAsync();
        InProcessTestClusterBuilder builder = new(1);
        builder.ConfigureSilo((_, silo) =>
        {
            _storage.AddTo(silo.Services);
            silo.Services.AddGrainServices();
            silo.UseBulletinGrainStorage();
            silo.Configure<GrainCollectionOptions>(collection =>
                (collection.CollectionAge, collection.CollectionQuantum) = (TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(1)));
        });
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        await _storage.DisposeAsync();
    }

    private async Task<int> Activations() =>
        (await _cluster.Client.GetGrain<IManagementGrain>(0).GetDetailedGrainStatistics()).Count(grain => grain.GrainType.Contains(nameof(TopicGrain), StringComparison.Ordinal));
}
