
namespace Bulletin.Grains.Accounts;

/// <summary>
/// An account's row as its grain last read it. Read again when it is too old; still used, however old, while storage is away,
/// so that who is signed in stays so.
/// </summary>
internal sealed class AccountRow(string key, IUserStore users, TimeSpan freshness, TimeProvider clock)
{
    /// <summary>How long a reader who could be answered from memory waits for storage, which fails by its own time limits only after seconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private StoredAccount? _row;
    private DateTimeOffset? _readAt;
    private Task? _reading;
    private int _writes;

    /// <exception cref="StorageUnavailableException">Storage is away and the row was never read.</exception>
    public async ValueTask<StoredAccount?> Read(CancellationToken cancellationToken)
    {
        if (_readAt is { } at && clock.GetUtcNow() - at < freshness) return _row;

        // One read for all who ask meanwhile, so it ends with none of them. A write that overtakes it makes it void.
        while (_readAt is null) await (_reading ??= Load()).WaitAsync(cancellationToken);
        if (clock.GetUtcNow() - _readAt < freshness) return _row;

        _reading ??= Load();
        // Real time even under a test's clock: this bounds a wait for another process.
        await Task.WhenAny(_reading, Task.Delay(Patience, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
        return _row;
    }

    /// <summary>What this grain has just written.</summary>
    public void Set(StoredAccount? written)
    {
        _writes++;
        _row = written;
        _readAt = clock.GetUtcNow();
    }

    /// <summary>A write failed, so that nobody knows what the row is now.</summary>
    public void Forget()
    {
        _writes++;
        _row = null;
        _readAt = null;
    }

    private async Task Load()
    {
        // So that the task is held in the field before it can end.
        await Task.Yield();
        try
        {
            var before = _writes;
            var found = await users.Find(key, CancellationToken.None);
            if (before == _writes) (_row, _readAt) = (found, clock.GetUtcNow());
        }
        catch (StorageUnavailableException) when (_readAt is not null)
        {
            // The row as it was goes on serving; the next to ask tries again.
        }
        finally
        {
            _reading = null;
        }
    }
}
