using System.Security.Cryptography;
using Orleans.Storage;

namespace Bulletin.Grains.Accounts;

/// <summary>
/// An account's committed sessions. Reads return the last committed state, even while a write is in progress. After a write
/// with an unknown outcome, the state is read again first.
/// </summary>
/// <remarks>Not a persistent state of the grain, because Orleans reads that at activation: every sign-in attempt with an
/// unknown username would cost a read, and during a storage outage the grain could not even report the outage.</remarks>
internal sealed class AccountSessions(IGrainStorage storage, GrainId account)
{
    private const string Name = "sessions";

    private GrainState<SessionsDocument> _document = new(new SessionsDocument());
    /// <summary>Null while unknown.</summary>
    private Committed? _committed;
    private Task? _reading;

    /// <returns>The sessions of this user; none if the document belongs to a previous owner of the username.</returns>
    /// <exception cref="StorageUnavailableException">The sessions are not cached and storage is unavailable.</exception>
    public async ValueTask<IReadOnlyList<StoredSession>> Read(Guid userId)
    {
        while (_committed is null) await (_reading ??= Load());
        return _committed.UserId == userId ? _committed.Sessions : [];
    }

    /// <summary>Replaces the sessions that <see cref="Read"/> returned. One write at a time.</summary>
    /// <exception cref="StorageUnavailableException">The write may or may not have taken effect.</exception>
    public Task Write(Guid userId, IReadOnlyList<StoredSession> sessions)
    {
        _document.State = new SessionsDocument { UserId = userId, Sessions = [.. sessions] };
        return Settle(() => storage.WriteStateAsync(Name, account, _document), new(userId, sessions));
    }

    /// <summary>Deletes the document. Throws like <see cref="Write"/>.</summary>
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
        // The task must be assigned to the field before it can complete.
        await Task.Yield();
        try
        {
            // A fresh state: if there is nothing to read, the provider leaves it unchanged.
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

    /// <summary>
    /// Orleans' provider throws its driver's exceptions, and its own for a lost race. Callers treat all of them as "try again".
    /// </summary>
    private static StorageUnavailableException Unavailable(Exception failure) =>
        failure as StorageUnavailableException ?? new("The account's sessions can't be reached.", failure);

    private sealed record Committed(Guid UserId, IReadOnlyList<StoredSession> Sessions);
}

/// <summary>The grain storage document of one account.</summary>
[GenerateSerializer, Alias("bulletin.sessions")]
internal sealed class SessionsDocument
{
    /// <summary>The owner of the sessions: a released username may belong to another user by now.</summary>
    [Id(0)] public Guid UserId { get; set; }

    [Id(1)] public List<StoredSession> Sessions { get; set; } = [];
}

/// <summary>A session, without anything that would allow continuing it.</summary>
[GenerateSerializer, Immutable, Alias("bulletin.stored-session")]
internal sealed record StoredSession
{
    [Id(0)] public required Guid Id { get; init; }

    /// <summary>SHA-256 of the family that all tokens of this session share.</summary>
    [Id(1)] public required byte[] FamilyHash { get; init; }

    /// <summary>SHA-256 of the current secret.</summary>
    [Id(2)] public required byte[] SecretHash { get; init; }

    [Id(3)] public required DateTimeOffset CreatedAt { get; init; }

    [Id(4)] public required DateTimeOffset ExpiresAt { get; init; }

    [Id(5)] public required DateTimeOffset LastUsedAt { get; init; }

    /// <summary>SHA-256 of the most recently spent secret; null before the first refresh.</summary>
    [Id(6)] public byte[]? SpentHash { get; init; }

    /// <summary>The current secret was derived from this and the spent secret.</summary>
    [Id(7)] public byte[]? Salt { get; init; }

    [Id(8)] public DateTimeOffset SpentAt { get; init; }

    /// <summary>What the client said of itself at the last use (<see cref="ClientText"/>); null if it said nothing.</summary>
    [Id(9)] public string? Client { get; init; }

    /// <summary>Where it was last used from, as rate limits count addresses; null if unknown.</summary>
    [Id(10)] public string? Address { get; init; }

    /// <summary>Keeps what was known if the gateway is of a version that does not say.</summary>
    public StoredSession UsedBy(string? client, string address) => this with
    {
        Client = ClientText.Of(client) ?? Client,
        Address = address.Length > 0 ? address : Address,
    };

    /// <returns>The current token, if given its predecessor; null for any other token.</returns>
    public RefreshToken? After(RefreshToken spent) =>
        Salt is not null && SpentHash is not null && CryptographicOperations.FixedTimeEquals(SpentHash, spent.SecretHash) ? spent.Next(Salt) : null;

    public bool IsOfFamily(RefreshToken token) => CryptographicOperations.FixedTimeEquals(FamilyHash, token.FamilyHash);

    public bool IsCurrent(RefreshToken token) => CryptographicOperations.FixedTimeEquals(SecretHash, token.SecretHash);
}
