using System.Security.Cryptography;
using Orleans.Storage;

namespace Bulletin.Grains.Accounts;

/// <summary>
/// An account's sessions as storage has them. What is read here is always what was last committed, also while a write is
/// under way; after a write whose outcome is unknown it is read again first.
/// </summary>
/// <remarks>Not a persistent state of the grain, which Orleans reads before anything else: attempts at names that nobody has
/// would each cost a read, and with storage away the grain could not even say so.</remarks>
internal sealed class AccountSessions(IGrainStorage storage, GrainId account)
{
    private const string Name = "sessions";

    private GrainState<SessionsDocument> _document = new(new SessionsDocument());
    /// <summary>Null while nobody knows.</summary>
    private Committed? _committed;
    private Task? _reading;

    /// <returns>The sessions of this user; none if the document belongs to one who had the name before.</returns>
    /// <exception cref="StorageUnavailableException">They are not known, and storage is away.</exception>
    public async ValueTask<IReadOnlyList<StoredSession>> Read(Guid userId)
    {
        while (_committed is null) await (_reading ??= Load());
        return _committed.UserId == userId ? _committed.Sessions : [];
    }

    /// <summary>Replaces what <see cref="Read"/> has answered. One write at a time.</summary>
    /// <exception cref="StorageUnavailableException">Nobody knows which of the two storage has.</exception>
    public Task Write(Guid userId, IReadOnlyList<StoredSession> sessions)
    {
        _document.State = new SessionsDocument { UserId = userId, Sessions = [.. sessions] };
        return Settle(() => storage.WriteStateAsync(Name, account, _document), new(userId, sessions));
    }

    /// <summary>Leaves nothing in storage. As <see cref="Write"/>.</summary>
    public Task Clear() => Settle(() => storage.ClearStateAsync(Name, account, _document), new(Guid.Empty, []));

    private async Task Settle(Func<Task> write, Committed then)
    {
        try
        {
            await write();
            _committed = then;
        }
        catch (Exception failure)
        {
            _committed = null;
            throw Unavailable(failure);
        }
    }

    private async Task Load()
    {
        // So that the task is in its field before it can end.
        await Task.Yield();
        try
        {
            // A fresh one: when there is nothing to read the provider leaves the state as it was.
            var document = new GrainState<SessionsDocument>(new SessionsDocument());
            await storage.ReadStateAsync(Name, account, document);
            _document = document;
            _committed = document.State is { } stored ? new(stored.UserId, [.. stored.Sessions]) : new(Guid.Empty, []);
        }
        catch (Exception failure)
        {
            throw Unavailable(failure);
        }
        finally
        {
            _reading = null;
        }
    }

    /// <summary>Orleans' provider throws what its driver throws, and its own for a lost race: to a caller all of it means "ask again".</summary>
    private static StorageUnavailableException Unavailable(Exception failure) =>
        failure as StorageUnavailableException ?? new("The account's sessions can't be reached.", failure);

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

    /// <summary>SHA-256 of the secret that was spent last, null before the first refresh.</summary>
    [Id(6)] public byte[]? SpentHash { get; init; }

    /// <summary>From this and the spent secret the present one was made.</summary>
    [Id(7)] public byte[]? Salt { get; init; }

    [Id(8)] public DateTimeOffset SpentAt { get; init; }

    /// <returns>The present token again, for whoever sends the one before it: null if this is none of the two.</returns>
    public RefreshToken? After(RefreshToken spent) =>
        Salt is not null && SpentHash is not null && CryptographicOperations.FixedTimeEquals(SpentHash, spent.SecretHash) ? spent.Next(Salt) : null;

    public bool IsOfFamily(RefreshToken token) => CryptographicOperations.FixedTimeEquals(FamilyHash, token.FamilyHash);

    public bool IsCurrent(RefreshToken token) => CryptographicOperations.FixedTimeEquals(SecretHash, token.SecretHash);
}
