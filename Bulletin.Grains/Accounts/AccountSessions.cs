using System.Security.Cryptography;
using Bulletin.Grains.Storage;

namespace Bulletin.Grains.Accounts;

/// <summary>
/// An account's sessions as storage has them. What is read here is always what was last committed, also while a write is
/// under way; after a write whose outcome is unknown it is read again first.
/// </summary>
internal sealed class AccountSessions(IPersistentState<SessionsDocument> document)
{
    /// <summary>Null while nobody knows.</summary>
    private Committed? committed;
    private Task? reading;

    /// <summary>To be called once Orleans has read the document, at activation.</summary>
    public void TakeOver() => committed = Snapshot();

    /// <returns>The sessions of this user; none if the document belongs to one who had the name before.</returns>
    /// <exception cref="StorageUnavailableException">A write had failed and storage is still away.</exception>
    public async ValueTask<IReadOnlyList<StoredSession>> Read(Guid userId)
    {
        while (committed is null) await (reading ??= Load());
        return committed.UserId == userId ? committed.Sessions : [];
    }

    /// <summary>Call <see cref="Read"/> before. One write at a time.</summary>
    public async Task Write(Guid userId, IReadOnlyList<StoredSession> sessions)
    {
        document.State = new SessionsDocument { UserId = userId, Sessions = [.. sessions] };
        try
        {
            await document.WriteStateAsync();
            committed = new(userId, sessions);
        }
        catch (Exception failure)
        {
            committed = null;
            throw Unavailable(failure);
        }
    }

    private async Task Load()
    {
        await Task.Yield();
        try
        {
            await document.ReadStateAsync();
            committed = Snapshot();
        }
        catch (Exception failure)
        {
            throw Unavailable(failure);
        }
        finally
        {
            reading = null;
        }
    }

    /// <summary>Orleans' provider throws what its driver throws, and its own for a lost race: to a caller all of it means "ask again".</summary>
    private static StorageUnavailableException Unavailable(Exception failure) =>
        failure as StorageUnavailableException ?? new("The account's sessions can't be reached.", failure);

    private Committed Snapshot() => new(document.State.UserId, [.. document.State.Sessions]);

    private sealed record Committed(Guid UserId, IReadOnlyList<StoredSession> Sessions);
}

/// <summary>What grain storage keeps for one account.</summary>
[GenerateSerializer, Alias("bulletin.sessions")]
internal sealed class SessionsDocument
{
    /// <summary>Whose they are: a name that was given up may be another's by now.</summary>
    [Id(0)] public Guid UserId { get; set; }

    [Id(1)] public List<StoredSession> Sessions { get; set; } = [];
}

/// <summary>A session without anything that could be used to continue it.</summary>
[GenerateSerializer, Immutable, Alias("bulletin.stored-session")]
internal sealed record StoredSession
{
    [Id(0)] public required Guid Id { get; init; }

    /// <summary>SHA-256 of what all tokens of this session have in common.</summary>
    [Id(1)] public required byte[] FamilyHash { get; init; }

    /// <summary>SHA-256 of the secret that is not spent yet.</summary>
    [Id(2)] public required byte[] SecretHash { get; init; }

    [Id(3)] public required DateTimeOffset CreatedAt { get; init; }

    [Id(4)] public required DateTimeOffset ExpiresAt { get; init; }

    [Id(5)] public required DateTimeOffset LastUsedAt { get; init; }

    public bool IsOfFamily(RefreshToken token) => CryptographicOperations.FixedTimeEquals(FamilyHash, token.FamilyHash);

    public bool IsCurrent(RefreshToken token) => CryptographicOperations.FixedTimeEquals(SecretHash, token.SecretHash);
}
