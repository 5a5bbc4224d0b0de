namespace Bulletin.Faults.Clients;

/// <summary>Lets writers through, and holds them back while everything is to come to rest.</summary>
internal sealed class Gate
{
    private readonly Lock gate = new();
    private TaskCompletionSource? closed;
    private TaskCompletionSource? empty;
    private int inside;

    public async Task Enter(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task wait;
            lock (gate)
            {
                if (closed is null)
                {
                    inside++;
                    return;
                }
                wait = closed.Task;
            }
            await wait.WaitAsync(cancellationToken);
        }
    }

    public void Leave()
    {
        lock (gate)
            if (--inside == 0) empty?.TrySetResult();
    }

    /// <returns>Whether everybody was out in time.</returns>
    public async Task<bool> Close(TimeSpan within)
    {
        Task none;
        lock (gate)
        {
            closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
            empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
            if (inside == 0) empty.SetResult();
            none = empty.Task;
        }
        return await Task.WhenAny(none, Task.Delay(within)) == none;
    }

    public void Open()
    {
        lock (gate)
        {
            closed?.TrySetResult();
            (closed, empty) = (null, null);
        }
    }
}
