using Bulletin.Api.Fanout;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;

namespace Bulletin.Api.Tests;

/// <summary>The send queue of a connection is bounded, in number and in bytes.</summary>
public sealed class SendQueueTests : IAsyncDisposable
{
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().AddSingleton<LiveMetrics>().BuildServiceProvider();

    [Fact]
    public async Task A_client_that_does_not_read_is_dropped_when_too_many_messages_wait()
    {
        await using var client = new Listener(Metrics, new LiveOptions { OutboxMessages = 20 }, networkBytes: 1024);
        var offered = 0;

        while (client.SendQueue.Offer(Message(revision: ++offered, text: new('x', 100)))) Assert.InRange(offered, 0, 100);

        // What the network has buffered, plus what may be queued.
        Assert.InRange(offered, 20, 40);
        await client.Dropped();
        Assert.Equal(0, client.SendQueue.Count);
    }

    [Fact]
    public async Task A_client_that_does_not_read_is_dropped_when_too_many_bytes_wait()
    {
        await using var client = new Listener(Metrics, new LiveOptions { OutboxBytes = 100_000 }, networkBytes: 1024);
        var offered = 0;

        while (client.SendQueue.Offer(Message(revision: ++offered, text: new('x', 10_000)))) Assert.InRange(offered, 0, 100);

        Assert.InRange(offered, 9, 13);
        await client.Dropped();
    }

    [Fact]
    public async Task A_client_that_reads_gets_everything_in_order_however_much_it_is()
    {
        await using var client = new Listener(Metrics, new LiveOptions { OutboxMessages = 20 }, networkBytes: 1024);
        List<long> read = [];

        for (var revision = 1; revision <= 200; revision += 10)
        {
            for (var i = 0; i < 10; i++) Assert.True(client.SendQueue.Offer(Message(revision + i, "hello")));
            read.AddRange(await client.Revisions(10));
        }

        Assert.Equal(Enumerable.Range(1, 200).Select(n => (long)n), read);
    }

    private LiveMetrics Metrics => services.GetRequiredService<LiveMetrics>();

    private static SerializedHubMessage Message(long revision, string text) =>
        new(new InvocationMessage("MessagePosted", [new { revision, text }]));

    public ValueTask DisposeAsync() => services.DisposeAsync();
}
