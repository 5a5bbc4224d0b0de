namespace Bulletin.Api.Subscriptions;

/// <summary>Wakes a loop that waits for work. Any number of calls before it looks are one.</summary>
internal sealed class WakeSignal
{
    private volatile TaskCompletionSource signal = New();

    public void Wake() => signal.TrySetResult();

    /// <summary>Ends when woken.</summary>
    public async Task Wait(CancellationToken cancellationToken)
    {
        await signal.Task.WaitAsync(cancellationToken);
        signal = New();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
