using System.Buffers.Text;
using System.Diagnostics;
using HdrHistogram;

namespace Bulletin.Bench.Load;

/// <summary>
/// Counts the deliveries of all connections of a swarm. A post's text contains the time it was due (<see cref="Stamp"/>), so each
/// delivery shows its latency.
/// </summary>
internal sealed class Deliveries
{
    private const byte Mark = (byte)'~';
    private const int Digits = 19;

    private readonly LongHistogram latencies = new(TimeSpan.FromMinutes(1).Ticks / 10, 3);
    private readonly Lock gate = new();
    private long count;
    private (long Count, TaskCompletionSource Reached)? awaited;

    public long Count
    {
        get
        {
            lock (gate) return count;
        }
    }

    public static string Stamp(long due) => $"~{due:D19}";

    /// <summary>Resets the counts.</summary>
    public void Reset()
    {
        lock (gate)
        {
            count = 0;
            latencies.Reset();
        }
    }

    /// <returns>The latency percentile in milliseconds.</returns>
    public double Percentile(double percent)
    {
        lock (gate) return latencies.GetValueAtPercentile(percent) / 1000.0;
    }

    /// <summary>Waits until that many deliveries have been counted.</summary>
    public Task Reach(long wanted)
    {
        lock (gate)
        {
            if (count >= wanted) return Task.CompletedTask;
            // There is only one waiter at a time.
            awaited = (wanted, new(TaskCreationOptions.RunContinuationsAsynchronously));
            return awaited.Value.Reached.Task.WaitAsync(TimeSpan.FromSeconds(60));
        }
    }

    private static long? DueOf(ReadOnlySpan<byte> message)
    {
        // The length in a frame header may look like the mark.
        while (message.IndexOf(Mark) is >= 0 and var at && message.Length - at > Digits)
        {
            message = message[(at + 1)..];
            if (Utf8Parser.TryParse(message[..Digits], out long due, out var digits) && digits == Digits) return due;
        }
        return null;
    }

    /// <param name="message">A raw message; one without a stamp is not counted.</param>
    public void Take(ReadOnlySpan<byte> message)
    {
        if (DueOf(message) is not { } due) return;
        var took = Stopwatch.GetElapsedTime(due);
        lock (gate)
        {
            latencies.RecordValue(Math.Max(1, (long)took.TotalMicroseconds));
            if (++count != awaited?.Count) return;
            awaited.Value.Reached.SetResult();
            awaited = null;
        }
    }
}
