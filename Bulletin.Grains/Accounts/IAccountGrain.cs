using Orleans.Concurrency;

namespace Bulletin.Grains.Accounts;

/// <summary>
/// One account, keyed by its username in lower case (<see cref="Usernames.Key"/>), so that a name is unique without a race.
/// It exists as a grain before anybody signs up: then it answers as for a wrong password, in the same time.
/// </summary>
/// <remarks>Any call may throw <see cref="StorageUnavailableException"/>. Those that take a password may wait in a
/// queue for <see cref="HashingTimeout"/>: a hash costs a core a tenth of a second.</remarks>
[Alias("bulletin.account-grain")]
public interface IAccountGrain : IGrainWithStringKey
{
    /// <summary>How long a caller waits for an answer that takes a password.</summary>
    const string HashingTimeout = "00:00:20";

    [AlwaysInterleave, Alias("sign-up"), ResponseTimeout(HashingTimeout)]
    Task<Outcome<User>> SignUp(SignUp command, CancellationToken cancellationToken = default);

    [AlwaysInterleave, Alias("log-in"), ResponseTimeout(HashingTimeout)]
    Task<Outcome<Session>> LogIn(string password, CancellationToken cancellationToken = default);

    [AlwaysInterleave, Alias("log-in-from"), ResponseTimeout(HashingTimeout)]
    Task<Outcome<Session>> LogIn(LogIn command, CancellationToken cancellationToken = default);

    /// <summary>
    /// Spends a refresh token for a new one. The token spent last may be sent again for <see cref="AccountOptions.RepeatableFor"/>,
    /// and is answered the same; any other spent token ends its whole session.
    /// </summary>
    [Alias("refresh")]
    Task<Outcome<Session>> Refresh(string refreshToken, CancellationToken cancellationToken = default);

    /// <summary>Answers the same when the session is over already. <see cref="Refusal.InvalidCredentials"/> for a token of another account.</summary>
    [Alias("log-out")]
    Task<Outcome<Done>> LogOut(string refreshToken, CancellationToken cancellationToken = default);

    /// <summary>Who this session speaks for, or <see cref="Refusal.InvalidCredentials"/> once it is over. Never waits for a password check.</summary>
    [AlwaysInterleave, Alias("check")]
    Task<Outcome<Actor>> Check(Guid userId, Guid sessionId, CancellationToken cancellationToken = default);

    [AlwaysInterleave, Alias("profile")]
    Task<Outcome<User>> Profile(CancellationToken cancellationToken = default);

    [Alias("rename")]
    Task<Outcome<User>> ChangeDisplayName(Guid userId, string displayName, CancellationToken cancellationToken = default);

    /// <summary>Every session but <paramref name="sessionId"/> ends.</summary>
    [AlwaysInterleave, Alias("change-password"), ResponseTimeout(HashingTimeout)]
    Task<Outcome<Done>> ChangePassword(Guid userId, Guid sessionId, string currentPassword, string newPassword, CancellationToken cancellationToken = default);

    /// <summary>Takes the person out of the account and ends all sessions. What they wrote stays, under a name that says nothing.</summary>
    [Alias("close")]
    Task<Outcome<Done>> Close(Guid userId, CancellationToken cancellationToken = default);
}

/// <param name="Address">Where it comes from, as limits count it; empty when that is not known.</param>
[GenerateSerializer, Immutable, Alias("bulletin.sign-up")]
public sealed record SignUp(
    [property: Id(0)] string Username,
    [property: Id(1)] string Password,
    [property: Id(2)] string? DisplayName,
    [property: Id(3)] string Address = "");

/// <param name="Address">Where it comes from, as limits count it; empty when that is not known.</param>
[GenerateSerializer, Immutable, Alias("bulletin.log-in")]
public sealed record LogIn(
    [property: Id(0)] string Password,
    [property: Id(1)] string Address);

/// <summary>A session as its owner gets it: the only time the refresh token is seen in clear.</summary>
[GenerateSerializer, Immutable, Alias("bulletin.session")]
public sealed record Session(
    [property: Id(0)] Guid Id,
    [property: Id(1)] string RefreshToken,
    [property: Id(2)] Actor Actor);

/// <summary>People by the beginning of their names, for mentions. Key 0, on every silo.</summary>
[Alias("bulletin.people-grain")]
public interface IPeopleGrain : IGrainWithIntegerKey
{
    /// <summary>People whose username, display name or one of its words begins with what is typed, whatever the case and accents.</summary>
    [Alias("find")]
    Task<PeopleFound> Find(string typed, int limit, PersonPlace? after, CancellationToken cancellationToken = default);

    /// <summary>As gateways of version 0.1.0 ask.</summary>
    [Alias("search")]
    Task<IReadOnlyList<User>> Search(string prefix, int limit, string? afterUsername, CancellationToken cancellationToken = default);
}
