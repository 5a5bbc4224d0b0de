using Orleans.Concurrency;

namespace Bulletin.Grains.Accounts;

/// <summary>
/// One account, keyed by its username in lower case (<see cref="Usernames.Key"/>), which makes usernames unique without a race.
/// The grain also answers for usernames that nobody has: as for a wrong password, after the same time.
/// </summary>
/// <remarks>Any call may throw <see cref="StorageUnavailableException"/>. Calls that take a password may wait in a queue for up
/// to <see cref="HashingTimeout"/>: a hash takes a tenth of a second of one core.</remarks>
[Alias("bulletin.account-grain")]
public interface IAccountGrain : IGrainWithStringKey
{
    /// <summary>The timeout for calls that take a password.</summary>
    const string HashingTimeout = "00:00:20";

    [AlwaysInterleave, Alias("sign-up"), ResponseTimeout(HashingTimeout)]
    Task<Outcome<User>> SignUp(SignUp command, CancellationToken cancellationToken = default);

    [AlwaysInterleave, Alias("log-in"), ResponseTimeout(HashingTimeout)]
    Task<Outcome<Session>> LogIn(string password, CancellationToken cancellationToken = default);

    [AlwaysInterleave, Alias("log-in-from"), ResponseTimeout(HashingTimeout)]
    Task<Outcome<Session>> LogIn(LogIn command, CancellationToken cancellationToken = default);

    /// <summary>
    /// Exchanges a refresh token for a new one. The most recently spent token may be sent again for <see
    /// cref="AccountOptions.RepeatableFor"/> and gets the same answer; any other spent token ends its whole session.
    /// </summary>
    [Alias("refresh-from")]
    Task<Outcome<Session>> Refresh(RefreshSession command, CancellationToken cancellationToken = default);

    /// <summary>Called by gateways that don't say where from.</summary>
    [Alias("refresh")]
    Task<Outcome<Session>> Refresh(string refreshToken, CancellationToken cancellationToken = default);

    /// <summary>
    /// Idempotent: succeeds if the session has already ended. <see cref="Refusal.InvalidCredentials"/> for a token of another
    /// account.
    /// </summary>
    [Alias("log-out")]
    Task<Outcome<Done>> LogOut(string refreshToken, CancellationToken cancellationToken = default);

    /// <summary>
    /// The user of this session, or <see cref="Refusal.InvalidCredentials"/> once it has ended. Never waits for password
    /// hashing.
    /// </summary>
    [AlwaysInterleave, Alias("check")]
    Task<Outcome<Actor>> Check(Guid userId, Guid sessionId, CancellationToken cancellationToken = default);

    /// <summary>The user's sessions, the most recently used first; none if the username is another user's by now.</summary>
    [AlwaysInterleave, Alias("sessions")]
    Task<IReadOnlyList<SessionInfo>> Sessions(Guid userId, CancellationToken cancellationToken = default);

    /// <summary>Ends one session. <see cref="Refusal.SessionNotFound"/> if the user has no such session, or it has already ended.</summary>
    [Alias("end-session")]
    Task<Outcome<Done>> EndSession(Guid userId, Guid sessionId, CancellationToken cancellationToken = default);

    [AlwaysInterleave, Alias("profile")]
    Task<Outcome<User>> Profile(CancellationToken cancellationToken = default);

    [Alias("rename")]
    Task<Outcome<User>> ChangeDisplayName(Guid userId, string displayName, CancellationToken cancellationToken = default);

    /// <summary>Ends every session except <paramref name="sessionId"/>.</summary>
    [AlwaysInterleave, Alias("change-password"), ResponseTimeout(HashingTimeout)]
    Task<Outcome<Done>> ChangePassword(Guid userId, Guid sessionId, string currentPassword, string newPassword, CancellationToken cancellationToken = default);

    /// <summary>Anonymises the account and ends all of its sessions. The user's messages stay, under an anonymous name.</summary>
    /// <remarks><see cref="Refusal.LastAdmin"/> for the only admin.</remarks>
    [Alias("close")]
    Task<Outcome<Done>> Close(Guid userId, CancellationToken cancellationToken = default);

    /// <summary>Creates the account for somebody else, with a link by which they set a password. The actor is an admin.</summary>
    [AlwaysInterleave, Alias("create")]
    Task<Outcome<User>> Create(CreateAccount command, CancellationToken cancellationToken = default);

    /// <summary>Changes name, role or suspension of the account. A suspension ends its sessions. The actor is an admin.</summary>
    /// <remarks><see cref="Refusal.Conflict"/> if an operator keeps changing the account meanwhile.</remarks>
    [Alias("administer")]
    Task<Outcome<Done>> Administer(AdministerAccount command, CancellationToken cancellationToken = default);

    /// <summary>Ends all sessions of the account, and its link for a new password if there is one. The actor is an admin.</summary>
    [Alias("end-sessions")]
    Task<Outcome<Done>> EndSessions(Guid userId, Actor actor, CancellationToken cancellationToken = default);

    /// <summary>As <see cref="Close"/>, by an admin.</summary>
    [Alias("remove")]
    Task<Outcome<Done>> Remove(Guid userId, Actor actor, CancellationToken cancellationToken = default);

    /// <summary>Makes a link by which a new password can be set; an earlier one stops working. The actor is an admin.</summary>
    [Alias("begin-reset")]
    Task<Outcome<Done>> BeginReset(BeginReset command, CancellationToken cancellationToken = default);

    /// <summary>Sets a new password by such a link. Ends all sessions. <see cref="Refusal.ResetNotFound"/> if the link can't be used.</summary>
    [AlwaysInterleave, Alias("reset-password"), ResponseTimeout(HashingTimeout)]
    Task<Outcome<User>> ResetPassword(ResetPassword command, CancellationToken cancellationToken = default);
}

/// <param name="Address">The client's address as rate limits count it; empty if unknown.</param>
/// <param name="InvitationHash">The hash of the token of an invitation to a private topic, which may be needed (<see cref="Settings.Registration"/>).</param>
[GenerateSerializer, Immutable, Alias("bulletin.sign-up")]
public sealed record SignUp(
    [property: Id(0)] string Username,
    [property: Id(1)] string Password,
    [property: Id(2)] string? DisplayName,
    [property: Id(3)] string Address = "",
    [property: Id(4)] byte[]? InvitationHash = null);

/// <param name="Address">The client's address as rate limits count it; empty if unknown.</param>
/// <param name="Client">Its <c>User-Agent</c>; null if unknown.</param>
[GenerateSerializer, Immutable, Alias("bulletin.log-in")]
public sealed record LogIn(
    [property: Id(0)] string Password,
    [property: Id(1)] string Address,
    [property: Id(2)] string? Client = null);

/// <param name="Address">The client's address as rate limits count it; empty if unknown.</param>
/// <param name="Client">Its <c>User-Agent</c>; null if unknown.</param>
[GenerateSerializer, Immutable, Alias("bulletin.refresh-session")]
public sealed record RefreshSession(
    [property: Id(0)] string RefreshToken,
    [property: Id(1)] string Address,
    [property: Id(2)] string? Client = null);

/// <summary>A new session as returned to its owner: the only time the refresh token exists in clear text.</summary>
[GenerateSerializer, Immutable, Alias("bulletin.session")]
public sealed record Session(
    [property: Id(0)] Guid Id,
    [property: Id(1)] string RefreshToken,
    [property: Id(2)] Actor Actor);

/// <summary>Searches people by name prefix, for mentions. Key 0, on every silo.</summary>
[Alias("bulletin.people-grain")]
public interface IPeopleGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// People whose username, display name or a word of it starts with the given text, ignoring case and accents.
    /// </summary>
    [Alias("find")]
    Task<PeopleFound> Find(string typed, int limit, PersonPlace? after, CancellationToken cancellationToken = default);

    /// <summary>The people with these ids, in the same order, also those who have closed their account; without ids that nobody has.</summary>
    /// <param name="ids">At most 1,000.</param>
    [Alias("by-ids")]
    Task<IReadOnlyList<User>> ByIds(IReadOnlyList<Guid> ids, CancellationToken cancellationToken = default);

    /// <summary>The people with these usernames, in any order; without names that nobody has.</summary>
    /// <param name="usernameKeys">As in <see cref="Usernames.Key"/>; at most 100.</param>
    [Alias("by-names")]
    Task<IReadOnlyList<User>> ByNames(IReadOnlyList<string> usernameKeys, CancellationToken cancellationToken = default);

    /// <summary>Called by gateways of version 0.1.0.</summary>
    [Alias("search")]
    Task<IReadOnlyList<User>> Search(string prefix, int limit, string? afterUsername, CancellationToken cancellationToken = default);
}
