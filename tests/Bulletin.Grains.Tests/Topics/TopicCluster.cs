using Bulletin.Grains.Accounts;
using Bulletin.Grains.Audit;
using Bulletin.Grains.Cluster;
using Bulletin.Grains.Directory;
using Bulletin.Grains.Following;
using Bulletin.Grains.Personal.Following;
using Bulletin.Grains.Search.Indexing;
using Bulletin.Grains.Storage;
using Bulletin.Grains.Storage.Sql;
using Bulletin.Grains.Tests.Storage;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Commits;
using Bulletin.Grains.Topics.Members;
using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;

namespace Bulletin.Grains.Tests.Topics;

/// <summary>Two silos over a real database of their own, whose commits can be told to fail.</summary>
public abstract class TopicCluster(StorageFixture storage) : IAsyncLifetime
{
    private InProcessTestCluster cluster = null!;

    internal Faults Faults { get; } = new();

    internal HeldLookups Lookups { get; } = new();

    /// <summary>Holds changes of members on their way to storage.</summary>
    internal HeldLookups MemberChanges { get; } = new();

    internal Faults MemberFaults { get; } = new();

    internal IMessageLog Log => storage.Log;

    internal CommitQueue Commits => storage.Commits;

    internal ITopicStore Store => storage.Topics;

    internal IMemberStore Members => storage.Members;

    internal ITopicIndex Index => storage.Index;

    internal IUserStore Users => storage.Users;

    internal IServiceProvider Services => storage.Services;

    public IGrainFactory Grains => cluster.Client;

    public InProcessTestCluster Cluster => cluster;

    public async ValueTask InitializeAsync()
    {
        await storage.InitializeAsync();
        InProcessTestClusterBuilder builder = new(2);
        builder.ConfigureSilo((_, silo) =>
        {
            storage.AddTo(silo.Services);
            silo.Services.AddGrainServices();
            // Tests purge when they want to.
            silo.Services.Remove(silo.Services.Single(service => service.ImplementationType == typeof(Purges)));
            // Tests delete old messages when they want to.
            silo.Services.Remove(silo.Services.Single(service => service.ImplementationType == typeof(Retention)));
            // Tests follow the log when they want to.
            silo.Services.Remove(silo.Services.Single(service => service.ImplementationType == typeof(FollowerService<Follower>)));
            silo.Services.Remove(silo.Services.Single(service => service.ImplementationType == typeof(FollowerService<Indexer>)));
            silo.UseBulletinGrainStorage();
            silo.Services.AddSingleton(Faults);
            silo.Services.AddSingleton(Lookups);
            Decorate(silo.Services);
        });
        cluster = builder.Build();
        await cluster.DeployAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await cluster.DisposeAsync();
        await storage.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Somebody whom storage knows.</summary>
    internal async Task<Actor> SignUp(string name, bool moderator = false)
    {
        var user = Sample.Person($"{name}-{Guid.CreateVersion7():n}"[..32]);
        Assert.True(await storage.Users.Create(new(user, "hash", moderator ? SiteRole.Moderator : SiteRole.Member), audit: null, TestContext.Current.CancellationToken));
        return Sample.Acting(user, moderator);
    }

    /// <summary>An admin, who acts through the admin API.</summary>
    internal async Task<Actor> SignUpAdmin()
    {
        var user = (await SignUp("admin", moderator: true)).User;
        return new(user, IsModerator: true, IsAdmin: true, new Origin("192.0.2.1", "trace", IsAdminApi: true));
    }

    /// <summary>The acts in the audit log that are about a topic or its messages, by action and by what was before: several may be of one millisecond.</summary>
    internal async Task<IReadOnlyList<AuditedAct>> Acts(ITopicGrain topic)
    {
        var acts = await Services.GetRequiredService<SqlDatabase>().Query(
            "SELECT action, actor_id, before, after, target_seq FROM audit_log WHERE target_id = @topic",
            row => new AuditedAct(row.GetString(0), row.GetGuid(1), row.IsDBNull(2) ? null : row.GetString(2), row.IsDBNull(3) ? null : row.GetString(3), row.IsDBNull(4) ? null : row.GetInt64(4)),
            TestContext.Current.CancellationToken, ("topic", topic.GetPrimaryKey()));
        return [.. acts.OrderBy(act => act.Action, StringComparer.Ordinal).ThenBy(act => act.Before, StringComparer.Ordinal)];
    }

    internal async Task<ITopicGrain> NewTopic(Actor creator, string name = "tea")
    {
        var topic = Grains.GetGrain<ITopicGrain>(Guid.CreateVersion7());
        Assert.NotNull((await topic.Create(new(name, null, creator), TestContext.Current.CancellationToken)).Value);
        return topic;
    }

    /// <param name="members">Besides the creator, who owns it.</param>
    internal async Task<ITopicGrain> NewPrivateTopic(Actor creator, params IEnumerable<Actor> members)
    {
        var topic = Grains.GetGrain<ITopicGrain>(Guid.CreateVersion7());
        CreateTopic command = new("tea", null, creator, Access.Private, [.. members.Select(member => member.User)]);
        Assert.NotNull((await topic.Create(command, TestContext.Current.CancellationToken)).Value);
        return topic;
    }

    private void Decorate(IServiceCollection services)
    {
        Decorate<IBatchCommitter>(services, (real, s) => new FaultyCommitter(real, s.GetRequiredService<Faults>()));
        Decorate<IMessageLog>(services, (real, s) => new HeldLookupsLog(real, s.GetRequiredService<HeldLookups>()));
        Decorate<IMemberStore>(services, (real, _) => new HeldMembersStore(real, MemberChanges, MemberFaults));
    }

    private static void Decorate<T>(IServiceCollection services, Func<T, IServiceProvider, T> decorated)
        where T : class
    {
        var real = services.Single(s => s.ServiceType == typeof(T));
        services.Remove(real);
        services.AddSingleton(real.ImplementationType!);
        services.AddSingleton(s => decorated((T)s.GetRequiredService(real.ImplementationType!), s));
    }
}

internal sealed record AuditedAct(string Action, Guid By, string? Before, string? After, long? Seq = null);

public sealed class PostgresTopicCluster(SharedPostgres server) : TopicCluster(new PostgresStorage(server));

public sealed class SqliteTopicCluster() : TopicCluster(new SqliteStorage());
