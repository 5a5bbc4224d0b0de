namespace Bulletin.Grains.Accounts.Passwords;

/// <summary>
/// Slots for expensive work, with a bounded queue that serves sources round-robin: a source with many waiting requests delays
/// only itself.
/// </summary>
/// <param name="slots">How many run concurrently.</param>
/// <param name="capacity">The maximum length of the queue.</param>
/// <param name="perSource">The maximum number of queued requests per source.</param>
/// <param name="patience">The maximum time in the queue.</param>
internal sealed class FairSlots(int slots, int capacity, int perSource, TimeSpan patience)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedList<TaskCompletionSource<bool>>> _waiting = [];
    /// <summary>Each waiting source, once.</summary>
    private readonly LinkedList<string> _turns = new();
    private int _count;
    private int _running;

    /// <returns>False if the queue is full or the wait timed out. After true, the caller must call <see cref="Leave"/>.</returns>
    public async Task<bool> Enter(string source, CancellationToken cancellationToken)
    {
        TaskCompletionSource<bool> turn = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_running < slots)
            {
                _running++;
                return true;
            }
            var own = _waiting.GetValueOrDefault(source);
            if (own?.Count >= perSource || _count >= capacity && !Displace(own?.Count ?? 0)) return false;
            if (own is null)
            {
                _waiting[source] = own = new();
                _turns.AddLast(source);
            }
            own.AddLast(turn);
            _count++;
        }
        try
        {
            return await turn.Task.WaitAsync(patience, cancellationToken);
        }
        catch (Exception gaveUp) when (gaveUp is TimeoutException or OperationCanceledException)
        {
            if (!Withdraw(source, turn)) Leave();
            if (gaveUp is OperationCanceledException) throw;
            return false;
        }
    }

    /// <summary>Frees a slot for the next source in turn.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            if (_turns.First is { Value: var source })
            {
                var own = _waiting[source];
                var next = own.First!.Value;
                _turns.RemoveFirst();
                Remove(source, own, next);
                if (own.Count > 0) _turns.AddLast(source);
                next.SetResult(true);
                return;
            }
            _running--;
        }
    }

    /// <returns>False if it has been granted a slot meanwhile.</returns>
    private bool Withdraw(string source, TaskCompletionSource<bool> turn)
    {
        lock (_gate)
        {
            // Displaced by another source meanwhile: it has no slot to give back.
            if (turn.Task is { IsCompletedSuccessfully: true, Result: false }) return true;
            return _waiting.TryGetValue(source, out var own) && Remove(source, own, turn);
        }
    }

    /// <summary>
    /// If the queue is full, refuses the last request of the source with the most, in favour of a source that would still have
    /// fewer. Otherwise a few sources could lock out all others.
    /// </summary>
    private bool Displace(int held)
    {
        if (_waiting.Count == 0) return false;
        var (source, own) = _waiting.MaxBy(waiting => waiting.Value.Count);
        if (own.Count <= held + 1) return false;
        var last = own.Last!.Value;
        Remove(source, own, last);
        last.SetResult(false);
        return true;
    }

    private bool Remove(string source, LinkedList<TaskCompletionSource<bool>> own, TaskCompletionSource<bool> turn)
    {
        if (!own.Remove(turn)) return false;
        _count--;
        if (own.Count == 0)
        {
            _waiting.Remove(source);
            _turns.Remove(source);
        }
        return true;
    }
}
