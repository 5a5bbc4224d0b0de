using System.Diagnostics;
using HdrHistogram;

namespace Bulletin.Bench.Load;

/// <summary>
/// Sends requests at a fixed rate, however long the responses take. Latency counts from when a request was due, so a stall affects
/// every request that was due during it.
/// </summary>
internal static class OpenLoop
{
    /// <returns>Latencies in microseconds.</returns>
    public static Task<LongHistogram> Latencies(Uri server, int connections, double perSecond, TimeSpan measured, Func<int, byte[]> next, int expected) =>
        Latencies(server, connections, perSecond, measured, (connection, _) => next(connection), expected);

    /// <param name="next">The next request of a connection, and the time it is due.</param>
    /// <param name="refused">Called for each response with another status; null if there cannot be any.</param>
    public static async Task<LongHistogram> Latencies(
        Uri server, int connections, double perSecond, TimeSpan measured, Func<int, long, byte[]> next, int expected, Action? refused = null)
    {
        LongHistogram latencies = new(TimeSpan.FromMinutes(1).Ticks / 10, 3);
        var began = Stopwatch.GetTimestamp();
        var total = (long)(perSecond * measured.TotalSeconds);
        long asked = -1;
        await Task.WhenAll(Enumerable.Range(0, connections).Select(Work));
        return latencies;

        async Task Work(int index)
        {
            await Task.Yield();
            using RawConnection connection = new(server);
            await connection.Open(CancellationToken.None);
            while (Interlocked.Increment(ref asked) is var number && number < total)
            {
                var due = TimeSpan.FromSeconds(number / perSecond);
                if (due - Stopwatch.GetElapsedTime(began) is { Ticks: > 0 } early) await Task.Delay(early);
                var status = await connection.Send(next(index, began + (long)(due.TotalSeconds * Stopwatch.Frequency)), CancellationToken.None);
                if (status != expected) (refused ?? throw new InvalidOperationException($"{server} answered {status} instead of {expected}."))();
                var took = Stopwatch.GetElapsedTime(began) - due;
                lock (latencies) latencies.RecordValue(Math.Max(1, (long)took.TotalMicroseconds));
            }
        }
    }
}
