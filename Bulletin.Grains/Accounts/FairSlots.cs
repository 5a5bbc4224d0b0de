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
    private readonly Dictionary<string, LinkedList<TaskCompletionSource>> _waiting = [];
    private readonly Queue<string> _turns = new();
    private int _count;
    private int _running;

    /// <returns>False when too many wait already, or it took too long. After true, <see cref="Leave"/> has to be called.</returns>
    public async Task<bool> Enter(string source, CancellationToken cancellationToken)
    {
        TaskCompletionSource turn = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_running < slots)
            {
                _running++;
                return true;
            }
            var own = _waiting.GetValueOrDefault(source);
            if (_count >= capacity || own?.Count >= perSource) return false;
            if (own is null)
            {
                _waiting[source] = own = new();
                _turns.Enqueue(source);
            }
            own.AddLast(turn);
            _count++;
        }
        try
        {
            await turn.Task.WaitAsync(patience, cancellationToken);
            return true;
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
            while (_turns.TryDequeue(out var source))
            {
                if (!_waiting.TryGetValue(source, out var own)) continue;
                var next = own.First!.Value;
                Remove(source, own, next);
                if (own.Count > 0) _turns.Enqueue(source);
                next.SetResult();
                return;
            }
            _running--;
        }
    }

    /// <returns>False when its turn had come meanwhile.</returns>
    private bool Withdraw(string source, TaskCompletionSource turn)
    {
        lock (_gate) return _waiting.TryGetValue(source, out var own) && Remove(source, own, turn);
    }

    private bool Remove(string source, LinkedList<TaskCompletionSource> own, TaskCompletionSource turn)
    {
        if (!own.Remove(turn)) return false;
        _count--;
        if (own.Count == 0) _waiting.Remove(source);
        return true;
    }
}
