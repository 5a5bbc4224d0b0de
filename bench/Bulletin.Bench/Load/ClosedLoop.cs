using System.Diagnostics;

namespace Bulletin.Bench.Load;

/// <summary>A fixed number of connections, each sending its next request when it has the response: measures maximum throughput.</summary>
internal static class ClosedLoop
{
    /// <param name="servers">The connections are spread over these.</param>
    /// <param name="next">The bytes of a connection's next request.</param>
    /// <returns>Responses per second, after a warm-up.</returns>
    public static async Task<double> Rate(Uri[] servers, int connections, TimeSpan warmUp, TimeSpan measured, Func<int, byte[]> next, int expected, CancellationToken cancellationToken = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        long answered = 0;
        var counting = false;
        var workers = Enumerable.Range(0, connections).Select(Work).ToArray();

        await Task.Delay(warmUp, cancellationToken);
        Volatile.Write(ref counting, true);
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAny(Task.Delay(measured, cancellationToken), Task.WhenAll(workers));
        var (count, took) = (Interlocked.Read(ref answered), Stopwatch.GetElapsedTime(began));
        await stop.CancelAsync();
        await Task.WhenAll(workers);
        return count / took.TotalSeconds;

        async Task Work(int index)
        {
            // Keeps them off the thread that starts them.
            await Task.Yield();
            var server = servers[index % servers.Length];
            using RawConnection connection = new(server);
            try
            {
                await connection.Open(stop.Token);
                while (!stop.IsCancellationRequested)
                {
                    var status = await connection.Send(next(index), stop.Token);
                    if (status != expected) throw new InvalidOperationException($"{server} answered {status} instead of {expected}.");
                    if (Volatile.Read(ref counting)) Interlocked.Increment(ref answered);
                }
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // Time is up.
            }
        }
    }
}
