using System.Collections.Concurrent;

namespace Bulletin.Api.Fanout;

/// <summary>
/// Decides when an audience may be written to next, and starts the writes to many connections a few at a time.
/// </summary>
/// <remarks>
/// The pause follows GCRA (a leaky bucket): a write that is a little early goes out and makes the next one due later, so posts at
/// a steady rate, each a little early or late, go out at once as long as that rate can be borne.
/// </remarks>
internal sealed class Pacer(TimeProvider clock) : IThreadPoolWorkItem
{
    /// <summary>Larger audiences are written to in batches of this many connections.</summary>
    public const int BatchSize = 32;

    /// <summary>Twice what a write costs, so that telling a topic leaves half of a core to others.</summary>
    private static readonly TimeSpan PausePerConnection = TimeSpan.FromMicroseconds(40);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(100);

    /// <summary>No timer is as exact as this, and it would cost more than it saves.</summary>
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(5);

    /// <summary>How early a write may be: a part of the pause, or by what posts are early or late on a busy machine.</summary>
    private const int ToleratedPart = 4;
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(10);

    private readonly ConcurrentQueue<SendQueue> waiting = new();
    private int running;
    private long due;

    /// <returns>How long a write to this many connections has to wait; zero if not at all.</returns>
    public TimeSpan Pause(int connections)
    {
        var early = clock.GetElapsedTime(clock.GetTimestamp(), due);
        var tolerance = PauseAfter(connections) / ToleratedPart;
        return early <= (tolerance > Tolerance ? tolerance : Tolerance) ? TimeSpan.Zero : early;
    }

    /// <summary>This many connections are written to now, whether it was due or not.</summary>
    public void Written(int connections)
    {
        var now = clock.GetTimestamp();
        due = Math.Min(Math.Max(due, now) + Ticks(PauseAfter(connections)), now + Ticks(LongestPause));
    }

    /// <summary>Queues a frame for a connection and has it sent.</summary>
    /// <param name="audience">How many connections get it.</param>
    public void Offer(SendQueue queue, HubFrame frame, int audience)
    {
        if (audience <= BatchSize) queue.Offer(frame);
        else if (queue.Enqueue(frame)) StartInTurn(queue);
    }

    // A message passes two pipes on its way to the socket, and at each the thread pool puts it behind whatever waits there already.
    // Started all at once, two thousand would take a step each in turn: the first would arrive when the last does, and the core's
    // cache would have lost what they need at every step.
    private void StartInTurn(SendQueue queue)
    {
        waiting.Enqueue(queue);
        Run();
    }

    void IThreadPoolWorkItem.Execute()
    {
        for (var i = 0; i < BatchSize && waiting.TryDequeue(out var next); i++) next.Start();
        Interlocked.Exchange(ref running, 0);
        if (!waiting.IsEmpty) Run();
    }

    private void Run()
    {
        if (Interlocked.CompareExchange(ref running, 1, 0) == 0) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private long Ticks(TimeSpan time) => (long)(time.TotalSeconds * clock.TimestampFrequency);

    private static TimeSpan PauseAfter(int connections)
    {
        var pause = connections * PausePerConnection;
        return pause < ShortestPause ? TimeSpan.Zero : pause < LongestPause ? pause : LongestPause;
    }
}
