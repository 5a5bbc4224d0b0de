using Bulletin.Api.Fanout;
using Bulletin.Api.Personal;
using Bulletin.Api.Subscriptions;
using Bulletin.Grains.Personal;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Bulletin.Api.Tests.Personal;

/// <summary>What a person's grain says may be lost; what their connections are told may not.</summary>
public sealed class PersonalReplicaTests : IAsyncDisposable
{
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().AddSingleton<LiveMetrics>().BuildServiceProvider();
    private readonly FakeTimeProvider clock = new();
    private readonly SubscriptionRenewals renewals;
    private readonly SaidOfPerson said = new();
    private readonly Guid ada = Guid.CreateVersion7(), tea = Guid.CreateVersion7();
    private readonly List<Guid> ended = [];
    private readonly List<PersonalReplica> over = [];
    private readonly PersonalReplica replica;

    public PersonalReplicaTests()
    {
        renewals = new(clock, NullLogger<SubscriptionRenewals>.Instance);
        replica = new(ada, PersonOf.Test(said), renewals, Metrics, clock, NullLogger.Instance, onSessionsEnded: ended.Add, onEnd: over.Add);
    }

    [Fact]
    public async Task Whoever_watches_is_told_each_change_after_the_answer()
    {
        await using var client = await Watching(version: 5);

        await replica.Changed(Read(4, 5));
        await replica.Changed(Read(5, 6));
        await replica.Changed(new(6, 7, StateChange.Level, SaidOfPerson.State(tea, 7)));

        Assert.Equal(["ReadMoved", "LevelChanged"], await client.Events());
    }

    [Fact]
    public async Task A_gap_is_read_and_what_came_is_told()
    {
        await using var client = await Watching(version: 5);
        TaskCompletionSource<long> asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        said.Watch = after =>
        {
            asked.TrySetResult(after);
            return Task.FromResult(SaidOfPerson.Snapshot(7, SaidOfPerson.State(tea, 6)));
        };

        await replica.Changed(Read(6, 7));

        await client.Told(view => view.TryGetProperty("topicIds", out _) && view.GetProperty("version").GetInt64() == 7);
        Assert.Equal(5, await asked.Task);
    }

    [Fact]
    public async Task What_was_read_for_a_gap_is_not_told_again()
    {
        await using var client = await Watching(version: 5);
        said.Watch = _ => Task.FromResult(SaidOfPerson.Snapshot(7, SaidOfPerson.State(tea, 6)));
        await replica.Changed(Read(6, 7));
        await client.Told(view => view.TryGetProperty("topicIds", out _));

        await replica.Changed(Read(6, 7));

        Assert.Empty(await client.Events());
    }

    [Fact]
    public async Task A_lost_last_change_is_told_when_the_subscription_is_renewed()
    {
        await using var client = await Watching(version: 5);
        said.Watch = _ => Task.FromResult(SaidOfPerson.Snapshot(6, SaidOfPerson.State(tea, 6)));

        Assert.True(await replica.Renew(Cancel));

        Assert.Equal(["ReadMoved", "LevelChanged", "DraftChanged", "CountsChanged"], await client.Events());
    }

    [Fact]
    public async Task When_the_version_is_not_known_any_more_connections_stay_and_are_told_to_watch_again()
    {
        await using var client = await Watching(version: 5);
        said.Watch = _ => Task.FromResult(SaidOfPerson.Snapshot(2) with { Reset = true });

        await replica.Renew(Cancel);

        await client.Told(view => view.EnumerateObject().Single() is { Name: "version", Value: var version } && version.GetInt64() == 2);
        Assert.Equal(2, (await replica.Join(client.SendQueue, after: 0, Cancel))!.Version);
        await replica.Changed(Read(2, 3));
        Assert.Equal(["ReadMoved"], await client.Events());
    }

    [Fact]
    public async Task When_many_topics_have_changed_at_once_connections_are_told_to_watch_again()
    {
        await using var client = await Watching(version: 5);
        said.Watch = _ => Task.FromResult(SaidOfPerson.Snapshot(7, [.. Enumerable.Range(0, 101).Select(_ => SaidOfPerson.State(Guid.CreateVersion7(), 6))]));

        await replica.Renew(Cancel);

        Assert.Equal(["WatchAgain"], await client.Events());
    }

    [Fact]
    public async Task An_answer_that_a_change_has_overtaken_is_read_again()
    {
        await using var first = await Watching(version: 5);
        await using Listener second = new(Metrics, userId: ada);
        var reads = 0;
        said.Watch = async _ =>
        {
            if (++reads > 1) return SaidOfPerson.Snapshot(6);
            await replica.Changed(Read(5, 6));
            return SaidOfPerson.Snapshot(5);
        };

        var snapshot = await replica.Join(second.SendQueue, after: 0, Cancel);

        Assert.Equal(6, snapshot!.Version);
        Assert.Empty(await second.Events());
        Assert.Equal(["ReadMoved"], await first.Events());
    }

    [Fact]
    public async Task Whoever_joins_first_learns_of_a_change_that_came_before_the_answer()
    {
        await using Listener client = new(Metrics, userId: ada);
        var reads = 0;
        said.Watch = async _ =>
        {
            if (++reads > 1) return SaidOfPerson.Snapshot(6, SaidOfPerson.State(tea, 6));
            await replica.Changed(Read(5, 6));
            return SaidOfPerson.Snapshot(5);
        };

        Assert.Equal(5, (await replica.Join(client.SendQueue, after: 0, Cancel))!.Version);

        await client.Told(view => view.TryGetProperty("readSeq", out _) && view.GetProperty("version").GetInt64() == 6);
    }

    [Fact]
    public async Task It_ends_with_the_last_connection()
    {
        var client = await Watching(version: 5);
        Assert.True(await replica.Renew(Cancel));
        Assert.False(replica.IsDue);
        client.Connection.WatchesPerson(replica.Audience);

        await client.DisposeAsync();

        Assert.True(replica.IsDue);
        Assert.False(await replica.Renew(Cancel));
        Assert.Equal([replica], over);
        Assert.Equal(1, said.Unwatched);
    }

    [Fact]
    public async Task Sessions_that_end_are_reported_at_once()
    {
        await replica.SessionsEnded();

        Assert.Equal([ada], ended);
    }

    public ValueTask DisposeAsync()
    {
        renewals.Dispose();
        return services.DisposeAsync();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private LiveMetrics Metrics => services.GetRequiredService<LiveMetrics>();

    private PersonalChange Read(long before, long version) => new(before, version, StateChange.Read, SaidOfPerson.State(tea, version));

    private async Task<Listener> Watching(long version)
    {
        Listener client = new(Metrics, userId: ada);
        said.Watch = _ => Task.FromResult(SaidOfPerson.Snapshot(version));
        Assert.NotNull(await replica.Join(client.SendQueue, after: 0, Cancel));
        return client;
    }
}
