namespace Bulletin.Grains.Directory;

/// <summary>Reports what waits in rounds, one after another, with a pause in between in which more can come together.</summary>
/// <param name="report">Reports all that waits. False if some of it could not be reported, and waits still.</param>
/// <param name="leavesRoom">How many times as long as the round took to pause at least: with 1, others have half of the time.</param>
/// <param name="mostRoom">The longest that it pauses for this.</param>
internal sealed class ReportRounds(Func<CancellationToken, Task<bool>> report, TimeProvider clock, Func<double>? leavesRoom = null, TimeSpan? mostRoom = null) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly SemaphoreSlim something = new(0, 1);

    /// <summary>Something waits.</summary>
    public void Signal()
    {
        lock (gate)
            if (something.CurrentCount == 0) something.Release();
    }

    public async Task Run(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await something.WaitAsync(stopping);
                var began = clock.GetTimestamp();
                var reported = await report(stopping);
                if (!reported) Signal();
                var pause = reported ? Pause : PauseAfterFailure;
                var took = clock.GetElapsedTime(began) * (leavesRoom?.Invoke() ?? 0);
                if (took > mostRoom) took = mostRoom.Value;
                await Task.Delay(took > pause ? took : pause, clock, stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
        }
    }

    public void Dispose() => something.Dispose();
}
