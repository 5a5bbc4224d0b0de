using Bulletin.Grains.Storage;

namespace Bulletin.Grains.Accounts;

/// <summary>
/// An account's row as its grain last read it. Read again when it is too old; still used, however old, while storage is away,
/// so that who is signed in stays so.
/// </summary>
internal sealed class AccountRow(string key, IUserStore users, TimeSpan freshness, TimeProvider clock)
{
    /// <summary>How long a reader who could be answered from memory waits for storage, which fails by its own time limits only after seconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private StoredAccount? row;
    private DateTimeOffset? readAt;
    private Task? reading;
    private int writes;

    /// <exception cref="StorageUnavailableException">Storage is away and the row was never read.</exception>
    public async ValueTask<StoredAccount?> Read(CancellationToken cancellationToken)
    {
        if (readAt is { } at && clock.GetUtcNow() - at < freshness) return row;

        // One read for all who ask meanwhile, so it ends with none of them. A write that overtakes it makes it void.
        while (readAt is null) await (reading ??= Load()).WaitAsync(cancellationToken);
        if (clock.GetUtcNow() - readAt < freshness) return row;

        reading ??= Load();
        // Real time even under a test's clock: this bounds a wait for another process.
        await Task.WhenAny(reading, Task.Delay(Patience, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
        return row;
    }

    /// <summary>What this grain has just written.</summary>
    public void Set(StoredAccount? written)
    {
        writes++;
        row = written;
        readAt = clock.GetUtcNow();
    }

    /// <summary>A write failed, so that nobody knows what the row is now.</summary>
    public void Forget()
    {
        writes++;
        row = null;
        readAt = null;
    }

    private async Task Load()
    {
        // So that the task is held in the field before it can end.
        await Task.Yield();
        try
        {
            var before = writes;
            var found = await users.Find(key, CancellationToken.None);
            if (before == writes) (row, readAt) = (found, clock.GetUtcNow());
        }
        catch (StorageUnavailableException) when (readAt is not null)
        {
            // The row as it was goes on serving; the next to ask tries again.
        }
        finally
        {
            reading = null;
        }
    }
}
