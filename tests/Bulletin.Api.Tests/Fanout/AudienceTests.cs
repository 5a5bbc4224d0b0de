using Bulletin.Api.Fanout;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Bulletin.Api.Tests;

/// <summary>Small audiences receive events at once; for large ones, events that come close together are batched into one write per connection.</summary>
public sealed class AudienceTests : IAsyncDisposable
{
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().AddSingleton<LiveMetrics>().BuildServiceProvider();
    private readonly FakeTimeProvider clock = new();
    private readonly List<Listener> listeners = [];

    [Fact]
    public async Task A_few_are_told_each_change_at_once()
    {
        var audience = Of(3);

        for (var revision = 1; revision <= 3; revision++) Tell(audience, revision);

        foreach (var listener in listeners) Assert.Equal([1, 2, 3], await listener.Revisions(3));
    }

    [Fact]
    public async Task Many_are_told_at_once_what_comes_alone_and_together_what_comes_close_after()
    {
        var audience = Of(400);

        Tell(audience, 1);
        foreach (var listener in listeners) Assert.Equal([1], await listener.Revisions(1));

        Tell(audience, 2);
        Tell(audience, 3);
        // Sent at once and out of order, so everything due before it has not waited.
        audience.Tell(Event(99));
        foreach (var listener in listeners) Assert.Equal([99], await listener.Revisions(1));

        clock.Advance(TimeSpan.FromMilliseconds(100));
        foreach (var listener in listeners) Assert.Equal([2, 3], await listener.Revisions(2));
    }

    [Fact]
    public async Task However_often_many_are_told_each_is_told_everything_in_order()
    {
        var audience = Of(2 * Pacer.BatchSize);
        var told = Enumerable.Range(1, 500).Select(revision => (long)revision).ToArray();
        var heard = Task.WhenAll(listeners.Select(listener => listener.Revisions(told.Length)));

        foreach (var revision in told)
        {
            audience.Add(Change(revision));
            audience.SendNow();
        }

        Assert.All(await heard, revisions => Assert.Equal(told, revisions));
    }

    [Fact]
    public async Task Who_knows_a_part_of_what_is_told_together_gets_the_rest()
    {
        var audience = Of(2);
        audience.Join(Listening().SendQueue, revision: 2);

        for (var revision = 1; revision <= 3; revision++) audience.Add(Change(revision));
        audience.Send();

        Assert.Equal([3], await listeners[^1].Revisions(1));
        Assert.Equal([1, 2, 3], await listeners[0].Revisions(3));
    }

    [Fact]
    public async Task Whoever_is_expelled_hears_the_last_word_and_nothing_that_waited_or_follows()
    {
        Guid stays = Guid.CreateVersion7(), goes = Guid.CreateVersion7();
        Audience audience = new(new Lock(), services.GetRequiredService<LiveMetrics>(), clock);
        await using Listener one = new(services.GetRequiredService<LiveMetrics>(), userId: stays), other = new(services.GetRequiredService<LiveMetrics>(), userId: goes);
        audience.Join(one.SendQueue, revision: 0);
        audience.Join(other.SendQueue, revision: 0);
        audience.Add(Change(1));

        audience.Expel(user => user == stays, HubEvents.TopicRemoved(Guid.CreateVersion7()));
        audience.SendNow();

        Assert.Equal(["MessagePosted"], await one.Events());
        Assert.Equal(["TopicRemoved"], await other.Events());
        Assert.True(audience.Has(one.SendQueue.ConnectionId));
        Assert.False(audience.Has(other.SendQueue.ConnectionId));
    }

    [Fact]
    public void Several_events_in_one_frame_are_several_in_MessagePack_too()
    {
        MessagePackHubProtocol protocol = new();
        var frame = Assert.Single(HubFrame.Of([Posted("one"), Posted("two")]));

        var bytes = new System.Buffers.ReadOnlySequence<byte>(frame.For(protocol).GetSerializedMessage(protocol));

        List<object?> read = [];
        while (protocol.TryParseMessage(ref bytes, new OneText(), out var message)) read.Add(Assert.IsType<InvocationMessage>(message).Arguments[0]);
        Assert.Equal(["one", "two"], read);
        Assert.True(bytes.IsEmpty);
    }

    private Audience Of(int size)
    {
        Audience audience = new(new Lock(), services.GetRequiredService<LiveMetrics>(), clock);
        for (var i = 0; i < size; i++) audience.Join(Listening().SendQueue, revision: 0);
        return audience;
    }

    private Listener Listening()
    {
        listeners.Add(new(services.GetRequiredService<LiveMetrics>()));
        return listeners[^1];
    }

    private static void Tell(Audience audience, long revision)
    {
        audience.Add(Change(revision));
        audience.Send();
    }

    private static HubEvent Change(long revision) => new(Event(revision), revision);

    private static HubEvent Posted(string text) => new(new SerializedHubMessage(new InvocationMessage("MessagePosted", [text])));

    private static SerializedHubMessage Event(long revision) => new(new InvocationMessage("MessagePosted", [new { revision }]));

    public async ValueTask DisposeAsync()
    {
        foreach (var listener in listeners) await listener.DisposeAsync();
        await services.DisposeAsync();
    }

    private sealed class OneText : IInvocationBinder
    {
        public IReadOnlyList<Type> GetParameterTypes(string methodName) => [typeof(string)];

        public Type GetReturnType(string invocationId) => typeof(object);

        public Type GetStreamItemType(string streamId) => typeof(object);
    }
}
