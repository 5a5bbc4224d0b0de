using Bulletin.Grains.Accounts;
using Bulletin.Grains.Cluster;
using Bulletin.Grains.Storage;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Members;
using Bulletin.Grains.Topics.Memory;
using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;

[assembly: AssemblyFixture(typeof(Bulletin.Api.Tests.OneSilo))]

namespace Bulletin.Api.Tests;

/// <summary>Real grains on a real database, for tests of a gateway's parts.</summary>
public sealed class OneSilo : IAsyncLifetime
{
    private readonly string folder = System.IO.Directory.CreateTempSubdirectory("bulletin-api-").FullName;
    private InProcessTestCluster cluster = null!;
    private IServiceProvider silo = null!;

    public IGrainFactory Grains => cluster.Client;

    internal LeaveCalls Leaves { get; } = new();

    /// <summary>The silo's topics, as seen by a gateway in the same process.</summary>
    public ITopicsHere Here => silo.GetRequiredService<ITopicsHere>();

    public async ValueTask InitializeAsync()
    {
        StorageOptions options = new() { DataFolder = folder };
        await using (var storage = new ServiceCollection().AddLogging().AddBulletinStorage(options).BuildServiceProvider())
            await StorageCommands.Migrate(storage, TestContext.Current.CancellationToken);

        InProcessTestClusterBuilder builder = new(1);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddBulletinStorage(options);
            silo.Services.AddGrainServices();
            silo.UseBulletinGrainStorage();
        });
        builder.ConfigureClient(client => client.AddOutgoingGrainCallFilter(Leaves));
        cluster = builder.Build();
        await cluster.DeployAsync();
        silo = cluster.Silos[0].ServiceProvider;
        // What a grain is called is learned from the first one: it must not be a test's wrapper.
        Grains.Topic(Guid.CreateVersion7());
    }

    public async ValueTask DisposeAsync()
    {
        await cluster.DisposeAsync();
        System.IO.Directory.Delete(folder, recursive: true);
    }

    internal async Task<Actor> SignUp()
    {
        User user = new(Guid.CreateVersion7(), $"p-{Guid.CreateVersion7():n}"[..32], "Somebody", DateTimeOffset.UnixEpoch);
        Assert.True(await silo.GetRequiredService<IUserStore>().Create(new(user, "hash"), audit: null, TestContext.Current.CancellationToken));
        return new(user, IsModerator: false);
    }

    internal async Task<ITopicGrain> NewPrivateTopic(Actor creator, params Actor[] members)
    {
        var topic = Grains.GetGrain<ITopicGrain>(Guid.CreateVersion7());
        CreateTopic command = new("tea", null, creator, Access.Private, [.. members.Select(member => member.User)]);
        Assert.NotNull((await topic.Create(command, TestContext.Current.CancellationToken)).Value);
        return topic;
    }

    internal async Task<ITopicGrain> NewTopic(Actor creator)
    {
        var topic = Grains.GetGrain<ITopicGrain>(Guid.CreateVersion7());
        Assert.NotNull((await topic.Create(new("tea", null, creator), TestContext.Current.CancellationToken)).Value);
        return topic;
    }
}
