namespace Bulletin.Grains.Accounts;

/// <summary>
/// Slots for expensive work, and a bounded queue for them in which each source waits its own turn: one with many waiting
/// delays itself and nobody else.
/// </summary>
/// <param name="slots">How much runs at once.</param>
/// <param name="capacity">How many may wait in sum.</param>
/// <param name="perSource">How many of one source may wait.</param>
/// <param name="patience">How long one waits at most.</param>
internal sealed class FairSlots(int slots, int capacity, int perSource, TimeSpan patience)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedList<TaskCompletionSource<bool>>> _waiting = [];
    /// <summary>Each source that waits, once.</summary>
    private readonly LinkedList<string> _turns = new();
    private int _count;
    private int _running;

    /// <returns>False when too many wait already, or it took too long. After true, <see cref="Leave"/> has to be called.</returns>
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

    /// <returns>False when its turn had come meanwhile.</returns>
    private bool Withdraw(string source, TaskCompletionSource<bool> turn)
    {
        lock (_gate)
        {
            // Refused for another's sake meanwhile, it has no slot to give back.
            if (turn.Task is { IsCompletedSuccessfully: true, Result: false }) return true;
            return _waiting.TryGetValue(source, out var own) && Remove(source, own, turn);
        }
    }

    /// <summary>A full queue refuses the last of the source with most in it, for one that would still have fewer: several sources can't keep out all others.</summary>
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
