using System.Collections.Concurrent;
using Bulletin.Api.Connections;

namespace Bulletin.Api.Fanout;

/// <summary>
/// Begins to send to many connections, a few at a time. A message passes two pipes on its way to the socket, and at each the
/// thread pool puts it behind whatever waits there already. Begun all at once, two thousand would be taken a step each
/// in turn: the first would arrive when the last do, and what they need would have left the core's cache at each step.
/// </summary>
internal sealed class Departures : IThreadPoolWorkItem
{
    /// <summary>Larger audiences go by here.</summary>
    public const int AtOnce = 32;

    private readonly ConcurrentQueue<SendQueue> waiting = new();
    private int underWay;

    /// <summary>It begins in its turn.</summary>
    public void Add(SendQueue queue)
    {
        waiting.Enqueue(queue);
        Go();
    }

    void IThreadPoolWorkItem.Execute()
    {
        for (var i = 0; i < AtOnce && waiting.TryDequeue(out var next); i++) next.Begin();
        Interlocked.Exchange(ref underWay, 0);
        if (!waiting.IsEmpty) Go();
    }

    private void Go()
    {
        if (Interlocked.CompareExchange(ref underWay, 1, 0) == 0) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }
}
