using Bulletin.Grains.Audit;

namespace Bulletin.Grains.Accounts;

/// <summary>Accounts in storage. Throws like the message log.</summary>
internal interface IUserStore
{
    /// <param name="usernameKey">The username in lower case, which is unique.</param>
    Task<StoredAccount?> Find(string usernameKey, CancellationToken cancellationToken);

    /// <returns>The keys of all usernames that look like a name.</returns>
    Task<IReadOnlyList<string>> FindAlike(string name, CancellationToken cancellationToken);

    /// <param name="audit">Who created it for somebody else; null for a sign-up.</param>
    /// <returns>False if the name is taken or was recently released.</returns>
    Task<bool> Create(StoredAccount account, AuditEntry? audit, CancellationToken cancellationToken);

    /// <summary>Stores an account that somebody else creates, together with the link by which its owner sets a password, as <see cref="BeginReset"/> does.</summary>
    /// <returns>False if the name is taken or was recently released.</returns>
    Task<bool> CreateFor(StoredAccount account, byte[] tokenHash, DateTimeOffset expiresAt, IReadOnlyList<AuditEntry> audits, CancellationToken cancellationToken);

    Task<bool> ChangeDisplayName(Guid userId, string displayName, CancellationToken cancellationToken);

    /// <summary>Stores another hash of the same password.</summary>
    Task<bool> ChangePasswordHash(Guid userId, string passwordHash, CancellationToken cancellationToken);

    /// <summary>Stores another password, and deletes the link by which one can be set.</summary>
    Task<bool> ChangePassword(Guid userId, string passwordHash, CancellationToken cancellationToken);

    /// <summary>
    /// Anonymises the account: replaces the name (key <paramref name="anonymousUsername"/>) and deletes the password. Messages
    /// keep their author id. Their invitations are revoked.
    /// </summary>
    /// <param name="nameRestsUntil">Until when the released name stays reserved.</param>
    /// <param name="audit">Who removed it; null if its owner closed it.</param>
    Task<AccountWrite> Anonymise(Guid userId, string anonymousUsername, string displayName, DateTimeOffset nameRestsUntil, AuditEntry? audit, CancellationToken cancellationToken);

    /// <summary>
    /// People whose account changed at or after a time, not counting the sign-up itself; at most the latest 1,000.
    /// </summary>
    Task<IReadOnlyList<User>> ChangedSince(DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>
    /// Stores the display name, role and suspension of an account, and nothing else of it, if they are still those of <paramref name="from"/>.
    /// Deletes links for a new password: the account's if it is suspended, and those that it has made if it is no admin any more, or suspended.
    /// </summary>
    Task<AccountWrite> Administer(StoredAccount from, StoredAccount next, IReadOnlyList<AuditEntry> audits, CancellationToken cancellationToken);

    /// <summary>Notes that a session of theirs has just begun or was refreshed.</summary>
    Task Seen(Guid userId, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Stores a link to reset the password, in the place of any earlier one. It works while who has made it, the actor of the entry, is an admin.</summary>
    /// <returns>False if the account does not exist or was closed.</returns>
    Task<bool> BeginReset(Guid userId, byte[] tokenHash, DateTimeOffset expiresAt, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Deletes the account's link to reset the password, if there is one.</summary>
    /// <returns>True.</returns>
    Task<bool> DropReset(Guid userId, AuditEntry audit, CancellationToken cancellationToken);

    /// <returns>The username key whose password the link with this token can reset; null if it can't be used.</returns>
    Task<string?> FindReset(byte[] tokenHash, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Spends the link and sets the password, together.</summary>
    /// <returns>False if the link is not this account's, has expired or was used.</returns>
    Task<bool> EndReset(Guid userId, byte[] tokenHash, DateTimeOffset at, string passwordHash, CancellationToken cancellationToken);

    /// <summary>All admins by username, then all moderators; at most 1,000.</summary>
    Task<IReadOnlyList<StoredAccount>> Staff(CancellationToken cancellationToken);
}

/// <summary>What became of a write to an account.</summary>
internal enum AccountWrite
{
    Done,
    NotFound,
    /// <summary>Nothing was changed: no other admin who can sign in would be left.</summary>
    LastAdmin,
    /// <summary>Nothing was changed: somebody else has changed the account meanwhile.</summary>
    Conflict,
}

/// <param name="PasswordHash">In the format of ASP.NET Core Identity's hasher; empty while an account has no password yet, null once anonymised.</param>
internal sealed record StoredAccount(User User, string? PasswordHash, SiteRole Role = SiteRole.Member, Suspension? Suspension = null)
{
    public bool IsSuspended(DateTimeOffset now) => Suspension is { } suspension && !suspension.IsOver(now);
}
