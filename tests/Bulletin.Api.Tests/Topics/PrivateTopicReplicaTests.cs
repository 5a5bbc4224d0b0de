using System.Text.Json;
using Bulletin.Api.Directory;
using Bulletin.Api.Fanout;
using Bulletin.Api.Http;
using Bulletin.Api.Limits;
using Bulletin.Api.Members;
using Bulletin.Api.Subscriptions;
using Bulletin.Api.Topics;
using Bulletin.Grains;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Topics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Bulletin.Api.Tests;

/// <summary>A gateway tells the changes of a private topic only to those who are its readers as of each change.</summary>
public sealed class PrivateTopicReplicaTests : IAsyncLifetime
{
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().AddSingleton<LiveMetrics>().BuildServiceProvider();
    private readonly SubscriptionRenewals renewals = new(TimeProvider.System, NullLogger<SubscriptionRenewals>.Instance);
    private readonly KnownTopics known = new();
    private readonly Letters letters = new() { OnlyChanges = true };
    private readonly List<Listener> listeners = [];
    private readonly OneSilo silo;
    private TopicReplicas replicas;
    private Actor ada = null!, bob = null!;
    private ITopicGrain topic = null!;
    private Listener adas = null!, bobs = null!;

    public PrivateTopicReplicaTests(OneSilo silo)
    {
        this.silo = silo;
        replicas = Replicas(new());
    }

    public async ValueTask InitializeAsync()
    {
        (ada, bob) = (await silo.SignUp(), await silo.SignUp());
        topic = await silo.NewPrivateTopic(ada, bob);
        (adas, bobs) = (Listening(ada), Listening(bob));
    }

    [Fact]
    public async Task Members_are_told_what_happens()
    {
        await JoinBoth();

        await Post();
        await Deliver();

        Assert.Equal(["MessagePosted"], await adas.Events());
        Assert.Equal(["MessagePosted"], await bobs.Events());
    }

    [Fact]
    public async Task A_change_after_a_removal_is_told_once_the_readers_are_read_again()
    {
        await JoinBoth();
        TaskCompletionSource read = new();
        letters.ReadersCanBeRead = read.Task;
        await RemoveBob();
        await Post();

        await Deliver();
        Assert.Empty(await adas.Events());
        Assert.Empty(await bobs.Events());

        read.SetResult();
        await adas.Told(IsMessage);
        Assert.Equal(["TopicRemoved"], await bobs.Events());
    }

    [Fact]
    public async Task Whoever_is_removed_is_told_so_and_nothing_after()
    {
        await JoinBoth();
        letters.OnlyChanges = false;
        await RemoveBob();
        await Post();
        await Deliver();

        await adas.Told(IsMessage);
        Assert.Equal(["TopicRemoved"], await bobs.Events());
        Assert.False(bobs.Connection.HasJoined(topic.GetPrimaryKey()));
        Assert.True(adas.Connection.HasJoined(topic.GetPrimaryKey()));
    }

    [Fact]
    public async Task While_the_readers_cannot_be_read_nothing_new_is_told_and_the_renewal_repairs_it()
    {
        var replica = Replica();
        Assert.NotNull((await replica.Join(adas.SendQueue, after: null, Cancel))!.Value);
        Assert.NotNull((await replica.Join(bobs.SendQueue, after: null, Cancel))!.Value);
        letters.ReadersCanBeRead = Task.FromException(new StorageUnavailableException("away"));
        await RemoveBob();
        await Post();

        await Deliver();
        // Ends once the read has failed.
        await replica.MembersChanged();
        Assert.Empty(await adas.Events());
        Assert.Empty(await bobs.Events());

        letters.ReadersCanBeRead = Task.CompletedTask;
        Assert.True(await replica.Renew(Cancel));
        await adas.Told(IsMessage);
        Assert.Equal(["TopicRemoved"], await bobs.Events());
    }

    [Fact]
    public async Task A_removal_made_through_this_gateway_is_in_force_once_it_is_answered()
    {
        await JoinBoth();
        await RemoveBob();

        await replicas.MembersChanged(topic.GetPrimaryKey());

        Assert.Equal(["TopicRemoved"], await bobs.Events());
        Assert.Equal(Refusal.TopicNotFound, (await Join(bobs)).Refusal);
    }

    [Fact]
    public async Task A_new_name_after_a_removal_is_not_told_to_whoever_was_removed()
    {
        var replica = Replica();
        Assert.NotNull((await replica.Join(adas.SendQueue, after: null, Cancel))!.Value);
        Assert.NotNull((await replica.Join(bobs.SendQueue, after: null, Cancel))!.Value);
        await RemoveBob();
        var renamed = (await topic.Change(new("secret", null, ada), Cancel)).Value!;

        await replica.Described(new(renamed));

        await adas.Told(told => told.TryGetProperty("name", out var name) && name.GetString() == "secret");
        Assert.Equal(["TopicRemoved"], await bobs.Events());
    }

    [Fact]
    public async Task Typing_after_a_removal_is_not_told_to_whoever_was_removed()
    {
        var replica = Replica();
        Assert.NotNull((await replica.Join(adas.SendQueue, after: null, Cancel))!.Value);
        Assert.NotNull((await replica.Join(bobs.SendQueue, after: null, Cancel))!.Value);
        await RemoveBob();

        await replica.Typing(ada.User, membersVersion: 2);

        Assert.Empty(await bobs.Events());
        await replica.MembersChanged();
        Assert.Equal(["TopicRemoved"], await bobs.Events());
    }

    [Fact]
    public async Task A_removal_over_http_is_in_force_once_it_is_answered()
    {
        await JoinBoth();
        MemberLookup people = new(silo.Grains, new(Options.Create(new LimitOptions()), TimeProvider.System), TimeProvider.System);
        PublicDirectory everybodys = new(silo.Grains, renewals, Metrics, TimeProvider.System, NullLogger<PublicDirectory>.Instance);
        PersonalDirectories personal = new(silo.Grains, renewals, Metrics, TimeProvider.System, NullLogger<PersonalDirectory>.Instance);
        Directories directories = new(everybodys, personal, silo.Grains, TimeProvider.System, NullLogger<Directories>.Instance);
        MemberEndpoints members = new(silo.Grains, people, directories, replicas, TimeProvider.System);

        await members.RemoveMember(topic.GetPrimaryKey(), bob.User.Username, Callers.RequestOf(bob), Cancel);

        Assert.Equal(["TopicRemoved"], await bobs.Events());
    }

    [Fact]
    public async Task A_renewal_with_the_same_members_is_told_none_and_keeps_them()
    {
        var replica = Replica();
        Assert.NotNull((await replica.Join(adas.SendQueue, after: null, Cancel))!.Value);
        var observer = silo.Grains.CreateObjectReference<ITopicObserver>(new Letters());
        Assert.NotNull((await topic.Watch(observer, knownRevision: 0, knownMembers: -1, Cancel)).Value!.Readers);
        Assert.Null((await topic.Watch(observer, knownRevision: 0, knownMembers: 1, Cancel)).Value!.Readers);

        Assert.True(await replica.Renew(Cancel));

        Assert.True(replica.Audience.Has(adas.SendQueue.ConnectionId));
    }

    [Fact]
    public async Task An_outsider_s_join_is_refused_and_leaves_nothing_behind()
    {
        var eve = Listening(await silo.SignUp());

        Assert.Equal(Refusal.TopicNotFound, (await Join(eve)).Refusal);

        Assert.Equal(0, replicas.Count);
        Assert.False(eve.Connection.HasJoined(topic.GetPrimaryKey()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0L)]
    public async Task An_outsider_s_join_of_what_others_follow_here_is_refused(long? after)
    {
        await JoinBoth();
        var eve = Listening(await silo.SignUp());

        Assert.Equal(Refusal.TopicNotFound, (await replicas.Join(eve.Connection, topic.GetPrimaryKey(), after, Cancel)).Refusal);
        await Post();
        await Deliver();

        Assert.Equal(["MessagePosted"], await adas.Events());
        Assert.Empty(await eve.Events());
    }

    [Fact]
    public async Task Whoever_was_just_added_joins_though_this_gateway_has_not_heard_of_it()
    {
        await JoinBoth();
        var eve = await silo.SignUp();
        Assert.NotNull((await topic.PutMember(new(eve.User, null, ada), Cancel)).Value);

        Assert.NotNull((await Join(Listening(eve))).Value);
    }

    [Fact]
    public async Task A_topic_that_may_not_be_seen_costs_as_much_as_one_that_does_not_exist()
    {
        replicas = Replicas(new() { Searching = new() { PerSecond = 0.01, Burst = 2 } });
        await JoinBoth();
        var (eve, mallory) = (Listening(await silo.SignUp()), Listening(await silo.SignUp()));
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(Refusal.TopicNotFound, (await Join(eve)).Refusal);
            Assert.Equal(Refusal.TopicNotFound, (await replicas.Join(mallory.Connection, Guid.CreateVersion7(), after: null, Cancel)).Refusal);
        }

        Assert.Equal("rate_limited", (await Assert.ThrowsAsync<ProblemException>(() => Join(eve))).Problem.Code);
        Assert.Equal("rate_limited", (await Assert.ThrowsAsync<ProblemException>(() => replicas.Join(mallory.Connection, Guid.CreateVersion7(), after: null, Cancel))).Problem.Code);
    }

    [Fact]
    public async Task Those_who_join_a_public_topic_at_once_are_found_out_about_once()
    {
        replicas = Replicas(new() { Searching = new() { PerSecond = 0.01, Burst = 1 } });
        var shared = (await silo.NewTopic(ada)).GetPrimaryKey();
        for (var i = 0; i < 10; i++) Listening(bob);

        var joined = await Task.WhenAll(listeners.Skip(2).Select(client => replicas.Join(client.Connection, shared, after: null, Cancel)));

        Assert.All(joined, outcome => Assert.NotNull(outcome.Value));
        Assert.Equal(1, letters.Gets);
    }

    [Fact]
    public async Task A_public_topic_that_is_known_is_not_asked_again_and_one_that_is_gone_is_forgotten()
    {
        var shared = await silo.NewTopic(ada);
        var id = shared.GetPrimaryKey();
        known.Learn(id, await shared.Get(ada.User.Id, Cancel));

        Assert.NotNull((await replicas.Join(adas.Connection, id, after: null, Cancel)).Value);
        Assert.Equal(0, letters.Gets);

        Assert.NotNull((await shared.Remove(ada, Cancel)).Value);
        replicas.Removed(id);
        Assert.Equal(Refusal.TopicNotFound, (await replicas.Join(adas.Connection, id, after: null, Cancel)).Refusal);
        Assert.False(known.Has(id));
        Assert.Equal(0, replicas.Count);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private LiveMetrics Metrics => services.GetRequiredService<LiveMetrics>();

    private Listener Listening(Actor actor)
    {
        listeners.Add(new(Metrics, userId: actor.User.Id));
        return listeners[^1];
    }

    private TopicReplicas Replicas(LimitOptions limits) => new(LossyFactory.Around(silo.Grains, letters), renewals, known,
        new(Options.Create(limits), TimeProvider.System), Metrics, NullLogger<TopicReplica>.Instance, TimeProvider.System);

    private TopicReplica Replica() => new(topic.GetPrimaryKey(), LossyFactory.Around(silo.Grains, letters), renewals, Metrics, TimeProvider.System,
        NullLogger<TopicReplica>.Instance, onEnd: _ => { });

    private Task<Outcome<Joined>> Join(Listener client) => replicas.Join(client.Connection, topic.GetPrimaryKey(), after: null, Cancel);

    private async Task JoinBoth()
    {
        Assert.NotNull((await Join(adas)).Value);
        Assert.NotNull((await Join(bobs)).Value);
    }

    private async Task RemoveBob() => Assert.NotNull((await topic.RemoveMember(new(bob.User.Id, ada), Cancel)).Value);

    private async Task Post() => Assert.NotNull((await topic.Post(new(Guid.CreateVersion7(), ada, "secret", null), Cancel)).Value);

    private async Task Deliver() => await letters.Deliver((await letters.Take(1))[0]);

    private static bool IsMessage(JsonElement told) => told.TryGetProperty("text", out _);

    public async ValueTask DisposeAsync()
    {
        foreach (var listener in listeners) await listener.DisposeAsync();
        renewals.Dispose();
        known.Dispose();
        await services.DisposeAsync();
    }
}
