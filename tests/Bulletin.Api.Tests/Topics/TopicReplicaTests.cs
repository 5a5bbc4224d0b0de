using Bulletin.Api.Fanout;
using Bulletin.Api.Http;
using Bulletin.Api.Limits;
using Bulletin.Api.Subscriptions;
using Bulletin.Api.Topics;
using Bulletin.Grains;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Topics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Bulletin.Api.Tests;

/// <summary>A topic's events to a gateway may be lost or reordered; the gateway's events to its clients may not.</summary>
public sealed class TopicReplicaTests(OneSilo silo) : IAsyncDisposable
{
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().AddSingleton<LiveMetrics>().BuildServiceProvider();
    private readonly KnownTopics known = new();
    private readonly Letters letters = new();

    [Fact]
    public async Task Changes_that_overtake_each_other_are_sent_in_order()
    {
        var (ada, topic, replica) = await Followed();
        await using var client = await Joined(replica);
        await Post(topic, ada, 3);

        foreach (var letter in Enumerable.Reverse(await letters.Take(3))) await letters.Deliver(letter);

        Assert.Equal([1, 2, 3], await client.Revisions(3));
    }

    [Fact]
    public async Task A_change_that_comes_twice_is_sent_once()
    {
        var (ada, topic, replica) = await Followed();
        await using var client = await Joined(replica);
        await Post(topic, ada, 2);

        var told = await letters.Take(2);
        foreach (var letter in (TopicChanged[])[told[0], told[0], told[1], told[0]]) await letters.Deliver(letter);
        await Post(topic, ada, 1);
        await letters.Deliver((await letters.Take(1))[0]);

        Assert.Equal([1, 2, 3], await client.Revisions(3));
    }

    [Fact]
    public async Task A_lost_change_is_fetched_when_the_next_one_comes()
    {
        var (ada, topic, replica) = await Followed();
        await using var client = await Joined(replica);
        await Post(topic, ada, 5);

        await letters.Deliver((await letters.Take(5))[^1]);

        Assert.Equal([1, 2, 3, 4, 5], await client.Revisions(5));
    }

    [Fact]
    public async Task The_last_change_if_lost_is_fetched_when_the_watch_is_renewed()
    {
        var (ada, topic, replica) = await Followed();
        await using var client = await Joined(replica);
        await Post(topic, ada, 2);
        await letters.Take(2);

        Assert.True(await replica.Renew(TestContext.Current.CancellationToken));

        Assert.Equal([1, 2], await client.Revisions(2));
    }

    [Fact]
    public async Task Whoever_joined_and_fails_to_join_again_is_told_what_happens_meanwhile()
    {
        var (ada, topic, replica) = await Followed();
        await using var client = await Joined(replica);
        await Post(topic, ada, 3);

        // The client claims a revision that only storage could confirm.
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => replica.Join(client.SendQueue, after: 99, new(canceled: true)));
        foreach (var letter in await letters.Take(3)) await letters.Deliver(letter);

        Assert.Equal([1, 2, 3], await client.Revisions(3));
    }

    [Fact]
    public async Task Whoever_joins_is_answered_with_what_this_gateway_has_acknowledged_though_the_topic_s_word_of_it_is_lost()
    {
        var (ada, topic, replica) = await Followed();
        await using var first = await Joined(replica);
        await Post(topic, ada, 2);
        replica.Acknowledged(revision: 2);

        await using Listener client = new(Metrics);
        var joined = await replica.Join(client.SendQueue, after: null, TestContext.Current.CancellationToken);

        Assert.Equal([1, 2], joined!.Value!.Messages.Select(message => message.Seq));
    }

    [Fact]
    public async Task Whoever_resumes_is_answered_all_changes_since_and_told_those_after()
    {
        var (ada, topic, replica) = await Followed();
        await using var first = await Joined(replica);
        await Post(topic, ada, 3);
        foreach (var letter in await letters.Take(3)) await letters.Deliver(letter);

        await using Listener client = new(Metrics);
        var joined = await replica.Join(client.SendQueue, after: 1, TestContext.Current.CancellationToken);
        await Post(topic, ada, 1);
        foreach (var letter in await letters.Take(1)) await letters.Deliver(letter);

        Assert.Equal([2, 3], joined!.Value!.Messages.Select(message => message.Seq));
        Assert.False(joined.Value.Reset);
        Assert.Equal([4], await client.Revisions(1));
    }

    [Fact]
    public async Task Whoever_is_ahead_of_this_gateway_is_told_nothing_twice()
    {
        var (ada, topic, replica) = await Followed();
        await using var first = await Joined(replica);
        await Post(topic, ada, 3);

        await using Listener client = new(Metrics);
        var joined = await replica.Join(client.SendQueue, after: 2, TestContext.Current.CancellationToken);
        foreach (var letter in await letters.Take(3)) await letters.Deliver(letter);
        await Post(topic, ada, 1);
        foreach (var letter in await letters.Take(1)) await letters.Deliver(letter);

        Assert.Equal([3], joined!.Value!.Messages.Select(message => message.Seq));
        Assert.Equal([4], await client.Revisions(1));
    }

    [Fact]
    public async Task Whoever_has_a_revision_that_never_was_is_reset()
    {
        var (ada, topic, replica) = await Followed();
        await Post(topic, ada, 2);

        await using Listener client = new(Metrics);
        var joined = await replica.Join(client.SendQueue, after: 99, TestContext.Current.CancellationToken);

        Assert.True(joined!.Value!.Reset);
        Assert.Equal([1, 2], joined.Value.Messages.Select(message => message.Seq));
    }

    [Fact]
    public async Task A_topic_that_everybody_has_left_is_followed_no_more()
    {
        using SubscriptionRenewals renewals = new(TimeProvider.System, NullLogger<SubscriptionRenewals>.Instance);
        var replicas = Replicas(renewals);
        var topic = await silo.NewTopic(await silo.SignUp());
        await using var client = new Listener(Metrics);
        Assert.NotNull((await replicas.Join(client.Connection, topic.GetPrimaryKey(), after: null, Cancel)).Value);
        Assert.Equal(1, replicas.Count);

        client.Connection.Leave(topic.GetPrimaryKey());
        await renewals.StartAsync(Cancel);

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        patience.CancelAfter(TimeSpan.FromSeconds(20));
        while (replicas.Count > 0) await Task.Delay(10, patience.Token);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1L)]
    public async Task Whoever_joins_long_after_the_others_is_answered_completely_and_told_what_follows(long? after)
    {
        var (ada, topic, replica) = await Followed();
        await using var first = await Joined(replica);
        await Post(topic, ada, 3);
        foreach (var letter in await letters.Take(3)) await letters.Deliver(letter);
        // The messages leave the gateway's memory.
        for (var i = 0; i < 2; i++) await replica.Renew(Cancel);
        await Post(topic, ada, 1);
        foreach (var letter in await letters.Take(1)) await letters.Deliver(letter);

        await using Listener client = new(Metrics);
        var joined = await replica.Join(client.SendQueue, after, Cancel);
        await Post(topic, ada, 1);
        foreach (var letter in await letters.Take(1)) await letters.Deliver(letter);

        Assert.Equal(after is null ? [1, 2, 3, 4] : [2, 3, 4], joined!.Value!.Messages.Select(message => (int)message.Seq));
        Assert.False(joined.Value.Reset);
        Assert.Equal([5], await client.Revisions(1));
        Assert.Equal([1, 2, 3, 4, 5], await first.Revisions(5));
    }

    [Fact]
    public async Task A_topic_that_was_removed_through_this_gateway_is_gone_though_the_topic_s_word_of_it_is_lost()
    {
        using SubscriptionRenewals renewals = new(TimeProvider.System, NullLogger<SubscriptionRenewals>.Instance);
        var replicas = Replicas(renewals);
        var ada = await silo.SignUp();
        var topic = await silo.NewTopic(ada);
        await using var client = new Listener(Metrics);
        Assert.NotNull((await replicas.Join(client.Connection, topic.GetPrimaryKey(), after: null, Cancel)).Value);
        Assert.NotNull((await topic.Remove(ada, Cancel)).Value);

        replicas.Removed(topic.GetPrimaryKey());

        Assert.Equal(Refusal.TopicNotFound, (await replicas.Join(client.Connection, topic.GetPrimaryKey(), after: null, Cancel)).Refusal);
    }

    [Fact]
    public async Task A_topic_that_is_not_there_leaves_no_replica_behind()
    {
        var limits = new AllLimits(Options.Create(new LimitOptions()), TimeProvider.System);
        using SubscriptionRenewals renewals = new(TimeProvider.System, NullLogger<SubscriptionRenewals>.Instance);
        TopicReplicas replicas = new(silo.Grains, renewals, new(), limits, Metrics, NullLogger<TopicReplica>.Instance, TimeProvider.System);
        await using var client = new Listener(Metrics);

        var outcome = await replicas.Join(client.Connection, Guid.CreateVersion7(), after: null, TestContext.Current.CancellationToken);

        Assert.Equal(Refusal.TopicNotFound, outcome.Refusal);
        Assert.Equal(0, replicas.Count);
    }

    [Fact]
    public async Task Topics_that_are_not_there_may_be_asked_for_only_so_often()
    {
        var limits = new AllLimits(Options.Create(new LimitOptions { Searching = new() { PerSecond = 0.01, Burst = 2 } }), TimeProvider.System);
        using SubscriptionRenewals renewals = new(TimeProvider.System, NullLogger<SubscriptionRenewals>.Instance);
        TopicReplicas replicas = new(silo.Grains, renewals, new(), limits, Metrics, NullLogger<TopicReplica>.Instance, TimeProvider.System);
        await using var client = new Listener(Metrics);
        for (var i = 0; i < 2; i++) await replicas.Join(client.Connection, Guid.CreateVersion7(), after: null, TestContext.Current.CancellationToken);

        var refused = await Assert.ThrowsAsync<ProblemException>(() =>
            replicas.Join(client.Connection, Guid.CreateVersion7(), after: null, TestContext.Current.CancellationToken));

        Assert.Equal("rate_limited", refused.Problem.Code);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private TopicReplicas Replicas(SubscriptionRenewals renewals) => new(LossyFactory.Around(silo.Grains, letters), renewals, known,
        new(Options.Create(new LimitOptions()), TimeProvider.System), Metrics, NullLogger<TopicReplica>.Instance, TimeProvider.System);

    private LiveMetrics Metrics => services.GetRequiredService<LiveMetrics>();

    private async Task<(Actor Ada, ITopicGrain Topic, TopicReplica Replica)> Followed()
    {
        var ada = await silo.SignUp();
        var topic = await silo.NewTopic(ada);
        var grains = LossyFactory.Around(silo.Grains, letters);
        SubscriptionRenewals renewals = new(TimeProvider.System, NullLogger<SubscriptionRenewals>.Instance);
        return (ada, topic, new(topic.GetPrimaryKey(), grains, renewals, Metrics, TimeProvider.System, NullLogger<TopicReplica>.Instance, onEnd: _ => { }));
    }

    private async Task<Listener> Joined(TopicReplica replica)
    {
        Listener client = new(Metrics);
        Assert.NotNull((await replica.Join(client.SendQueue, after: null, TestContext.Current.CancellationToken))?.Value);
        return client;
    }

    private static async Task Post(ITopicGrain topic, Actor actor, int count)
    {
        for (var i = 0; i < count; i++)
            Assert.NotNull((await topic.Post(new(Guid.CreateVersion7(), actor, $"message {i}", null), TestContext.Current.CancellationToken)).Value);
    }

    public ValueTask DisposeAsync()
    {
        known.Dispose();
        return services.DisposeAsync();
    }
}
