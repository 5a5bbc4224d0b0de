
namespace Bulletin.Grains.Accounts;

/// <summary>
/// An account's cached row. It is reloaded once stale, but a stale row is still used while storage is unavailable, so that
/// signed-in users stay signed in.
/// </summary>
internal sealed class AccountRow(string key, IUserStore users, TimeSpan freshness, TimeProvider clock)
{
    /// <summary>How long a reader that has a cached row waits for storage, whose own timeouts take seconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private StoredAccount? _row;
    private DateTimeOffset? _readAt;
    private Task? _reading;
    private int _writes;

    /// <exception cref="StorageUnavailableException">Storage is unavailable and the row was never read.</exception>
    public async ValueTask<StoredAccount?> Read(CancellationToken cancellationToken)
    {
        if (_readAt is { } at && clock.GetUtcNow() - at < freshness) return _row;

        // All concurrent callers share one read, so none of them can cancel it. A write during the read invalidates its result.
        while (_readAt is null) await (_reading ??= Load()).WaitAsync(cancellationToken);
        if (clock.GetUtcNow() - _readAt < freshness) return _row;

        _reading ??= Load();
        // Real time even if tests use a fake clock: this bounds a wait for another process.
        await Task.WhenAny(_reading, Task.Delay(Patience, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
        return _row;
    }

    /// <summary>Caches what this grain has just read or written in its turn.</summary>
    public void Set(StoredAccount? written)
    {
        _writes++;
        _row = written;
        _readAt = clock.GetUtcNow();
    }

    /// <summary>Drops the cached row after a failed write, whose outcome is unknown.</summary>
    public void Forget()
    {
        _writes++;
        _row = null;
        _readAt = null;
    }

    private async Task Load()
    {
        // The task must be assigned to the field before it can complete.
        await Task.Yield();
        try
        {
            var before = _writes;
            var found = await users.Find(key, CancellationToken.None);
            if (before == _writes) (_row, _readAt) = (found, clock.GetUtcNow());
        }
        catch (StorageUnavailableException) when (_readAt is not null)
        {
            // Keep serving the stale row; the next caller retries.
        }
        finally
        {
            _reading = null;
        }
    }
}
