using System.Net.Sockets;

namespace Bulletin.Bench.Abusers;

/// <summary>Goes on whatever it is answered, and connects again whenever the server hangs up.</summary>
internal static class Persistent
{
    /// <param name="workers">Each has a connection of its own.</param>
    /// <param name="perSecond">How often all together use theirs; less if that takes longer.</param>
    public static Task Do<T>(int workers, double perSecond, Func<Task<T>> open, Func<T, Task> use, CancellationToken stop) where T : class, IDisposable =>
        Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Work(TimeSpan.FromSeconds(workers / perSecond), open, use, stop)));

    private static async Task Work<T>(TimeSpan every, Func<Task<T>> open, Func<T, Task> use, CancellationToken stop) where T : class, IDisposable
    {
        using PeriodicTimer timer = new(every);
        T? connection = null;
        try
        {
            // Not all at the same moment.
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
            // It is over.
        }
        finally
        {
            connection?.Dispose();
        }
    }
}
