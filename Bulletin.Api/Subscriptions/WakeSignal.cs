namespace Bulletin.Api.Subscriptions;

/// <summary>Wakes somebody who waits for the time to pass. Any number of calls before they look are one.</summary>
internal sealed class WakeSignal
{
    private volatile TaskCompletionSource signal = New();

    public void Wake() => signal.TrySetResult();

    /// <summary>Ends when hurried up, or after this time.</summary>
    public async Task Wait(TimeSpan atMost, TimeProvider clock, CancellationToken cancellationToken)
    {
        try
        {
            await signal.Task.WaitAsync(atMost, clock, cancellationToken);
            signal = New();
        }
        catch (TimeoutException)
        {
            // The time is over.
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
