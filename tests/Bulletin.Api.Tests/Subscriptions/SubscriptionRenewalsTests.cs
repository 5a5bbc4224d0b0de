using System.Threading.Channels;
using Bulletin.Api.Fanout;
using Bulletin.Api.Limits;
using Bulletin.Api.Subscriptions;
using Bulletin.Api.Topics;
using Bulletin.Grains.Topics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Bulletin.Api.Tests;

public sealed class SubscriptionRenewalsTests(OneSilo silo) : IAsyncDisposable
{
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().AddSingleton<LiveMetrics>().BuildServiceProvider();
    private readonly FakeTimeProvider clock = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_topic_out_of_reach_holds_up_neither_the_others_that_a_gateway_leaves_nor_its_end()
    {
        var metrics = services.GetRequiredService<LiveMetrics>();
        var topics = await NewTopics(8);
        // Two topics: if calls to leave were sequential, the first would delay the second.
        foreach (var topic in topics.Take(2)) silo.Leaves.Lose(topic);
        using SubscriptionRenewals renewals = new(clock, NullLogger<SubscriptionRenewals>.Instance);
        TopicReplicas replicas = new(silo.Grains, renewals, new(), new(Options.Create(new LimitOptions()), clock), metrics, NullLogger<TopicReplica>.Instance, clock);
        await using Listener client = new(metrics);
        await renewals.StartAsync(Cancel);
        foreach (var topic in topics) Assert.NotNull((await replicas.Join(client.Connection, topic, after: null, Cancel)).Value);

        var stopping = renewals.StopAsync(Cancel);

        await silo.Leaves.To(topics);
        Assert.False(stopping.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(2));
        await stopping.WaitAsync(TimeSpan.FromSeconds(20), Cancel);
    }

    [Fact]
    public async Task People_out_of_reach_hold_up_no_topic()
    {
        using SubscriptionRenewals renewals = new(clock, NullLogger<SubscriptionRenewals>.Instance);
        Renewed topic = new();
        renewals.Add(topic);
        for (var i = 0; i < 100; i++) renewals.Add(new OutOfReach());
        await renewals.StartAsync(Cancel);
        await topic.Next();

        clock.Advance(TopicWatch.RenewEvery);

        await topic.Next();
        await renewals.StopAsync(Cancel).WaitAsync(TimeSpan.FromSeconds(20), Cancel);
    }

    private async Task<List<Guid>> NewTopics(int count)
    {
        var ada = await silo.SignUp();
        List<Guid> topics = [];
        while (topics.Count < count) topics.Add((await silo.NewTopic(ada)).GetPrimaryKey());
        return topics;
    }

    public ValueTask DisposeAsync() => services.DisposeAsync();

    /// <summary>A subscription to a topic, which can be reached.</summary>
    private sealed class Renewed : ISubscription
    {
        private readonly Channel<bool> renewals = Channel.CreateUnbounded<bool>();

        public string? Silo => null;

        public Task<bool> Renew(CancellationToken cancellationToken)
        {
            renewals.Writer.TryWrite(true);
            return Task.FromResult(true);
        }

        public Task Close() => Task.CompletedTask;

        public async Task Next() => await renewals.Reader.ReadAsync(Cancel).AsTask().WaitAsync(TimeSpan.FromSeconds(20), Cancel);
    }

    /// <summary>A subscription to the topics of a person whose silo hangs.</summary>
    private sealed class OutOfReach : ISubscription
    {
        public string? Silo => null;

        public bool IsPersonal => true;

        public async Task<bool> Renew(CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return true;
        }

        public Task Close() => Task.CompletedTask;
    }
}
