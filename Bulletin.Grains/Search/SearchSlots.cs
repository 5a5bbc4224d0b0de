namespace Bulletin.Grains.Search;

/// <summary>
/// Bounds how many searches a silo runs at once, and how long each takes, so that they leave the database to posts. A person runs one at a time:
/// nobody takes the slots of everybody else.
/// </summary>
internal sealed class SearchSlots(TimeProvider clock) : IDisposable
{
    private const int AtOnce = 4;

    /// <summary>More could not be served in time.</summary>
    private const int MaxWaiting = 1_000;

    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    internal static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim slots = new(AtOnce);
    private readonly Dictionary<Guid, Turn> turns = [];
    private int waiting;

    /// <param name="viewer">Whose search it is. Admins, who have null, share one turn.</param>
    /// <param name="search">Ends with an <see cref="OperationCanceledException"/> when its time is up.</param>
    /// <exception cref="SearchBusyException">It had to wait too long, or took too long.</exception>
    public async Task<T> Run<T>(Guid? viewer, Func<CancellationToken, Task<T>> search, CancellationToken cancellationToken)
    {
        using var admission = await Admit(viewer ?? Guid.Empty, cancellationToken);
        return await InTime(Longest, search, cancellationToken);
    }

    public void Dispose() => slots.Dispose();

    private async Task<Admission> Admit(Guid viewer, CancellationToken cancellationToken)
    {
        var turn = Join(viewer);
        try
        {
            return await InTime(Patience, async cancelled =>
            {
                await turn.WaitAsync(cancelled);
                try
                {
                    await slots.WaitAsync(cancelled);
                    return new Admission(this, viewer, turn);
                }
                catch
                {
                    turn.Release();
                    throw;
                }
            }, cancellationToken);
        }
        catch
        {
            Leave(viewer, turn);
            throw;
        }
        finally
        {
            lock (turns) waiting--;
        }
    }

    private async Task<T> InTime<T>(TimeSpan time, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        using CancellationTokenSource timeout = new(time, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            return await work(either.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new SearchBusyException();
        }
    }

    private Turn Join(Guid viewer)
    {
        lock (turns)
        {
            if (waiting >= MaxWaiting) throw new SearchBusyException();
            waiting++;
            if (!turns.TryGetValue(viewer, out var turn)) turns[viewer] = turn = new();
            turn.Users++;
            return turn;
        }
    }

    private void Leave(Guid viewer, Turn turn)
    {
        lock (turns)
        {
            if (--turn.Users > 0) return;
            turns.Remove(viewer);
            turn.Dispose();
        }
    }

    /// <summary>A person's turn, as long as they have a search that runs or waits.</summary>
    private sealed class Turn() : SemaphoreSlim(1)
    {
        public int Users { get; set; }
    }

    private sealed class Admission(SearchSlots slots, Guid viewer, Turn turn) : IDisposable
    {
        public void Dispose()
        {
            slots.slots.Release();
            turn.Release();
            slots.Leave(viewer, turn);
        }
    }
}
