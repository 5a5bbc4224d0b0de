using System.Net.Sockets;

namespace Bulletin.Bench.Abusers;

/// <summary>Continues whatever the responses are, and reconnects whenever the server closes the connection.</summary>
internal static class Persistent
{
    /// <param name="workers">Each has its own connection.</param>
    /// <param name="perSecond">The rate of uses across all workers; lower if they take longer.</param>
    public static Task Do<T>(int workers, double perSecond, Func<Task<T>> open, Func<T, Task> use, CancellationToken stop) where T : class, IDisposable =>
        Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Work(TimeSpan.FromSeconds(workers / perSecond), open, use, stop)));

    private static async Task Work<T>(TimeSpan every, Func<Task<T>> open, Func<T, Task> use, CancellationToken stop) where T : class, IDisposable
    {
        using PeriodicTimer timer = new(every);
        T? connection = null;
        try
        {
            // Spreads the workers over time.
            await Task.Delay(every * Random.Shared.NextDouble(), stop);
            do
            {
                try
                {
                    connection ??= await open();
                    await use(connection);
                }
                catch (Exception e) when (e is IOException or SocketException or InvalidOperationException or TimeoutException)
                {
                    connection?.Dispose();
                    connection = null;
                }
            }
            while (await timer.WaitForNextTickAsync(stop));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped.
        }
        finally
        {
            connection?.Dispose();
        }
    }
}
