namespace Bulletin.Grains;

/// <summary>What a silo does again and again in the background.</summary>
internal static class BackgroundWork
{
    /// <summary>Runs a step at every tick until the silo stops. One that failed is tried again at the next tick.</summary>
    /// <param name="failed">Told of a failure, unless storage is unavailable: the storage watch reports that, and the step can wait.</param>
    public static async Task Repeat(TimeSpan every, TimeProvider clock, Func<CancellationToken, Task> step, Action<Exception> failed, CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(every, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await Try(step, failed, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The silo is stopping.
        }
    }

    /// <summary>A random time, so that silos that start together don't do the same at once.</summary>
    /// <param name="most">It is shorter than this.</param>
    public static TimeSpan Jitter(TimeSpan most) => most * Random.Shared.NextDouble();

    private static async Task Try(Func<CancellationToken, Task> step, Action<Exception> failed, CancellationToken cancellationToken)
    {
        try
        {
            await step(cancellationToken);
        }
        catch (StorageUnavailableException)
        {
            // As above.
        }
#pragma warning disable CA1031 // A mistake here must not end the silo.
        catch (Exception mistake) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            failed(mistake);
        }
    }
}
