namespace Bulletin.Grains.Accounts;

/// <summary>Accounts in storage. Throws like the message log.</summary>
internal interface IUserStore
{
    /// <param name="usernameKey">The username in lower case, which is unique.</param>
    Task<StoredAccount?> Find(string usernameKey, CancellationToken cancellationToken);

    /// <returns>The keys of all usernames that look like a name.</returns>
    Task<IReadOnlyList<string>> FindAlike(string name, CancellationToken cancellationToken);

    /// <returns>False if the name is taken or was recently released.</returns>
    Task<bool> Create(StoredAccount account, CancellationToken cancellationToken);

    Task<bool> ChangeDisplayName(Guid userId, string displayName, CancellationToken cancellationToken);

    Task<bool> ChangePasswordHash(Guid userId, string passwordHash, CancellationToken cancellationToken);

    /// <summary>
    /// Anonymises the account: replaces the name (key <paramref name="anonymousUsername"/>) and deletes the password. Messages
    /// keep their author id.
    /// </summary>
    /// <param name="nameRestsUntil">Until when the released name stays reserved.</param>
    Task<bool> Anonymise(Guid userId, string anonymousUsername, string displayName, DateTimeOffset nameRestsUntil, CancellationToken cancellationToken);

    /// <summary>
    /// People whose account changed at or after a time, not counting the sign-up itself; at most the latest 1,000.
    /// </summary>
    Task<IReadOnlyList<User>> ChangedSince(DateTimeOffset since, CancellationToken cancellationToken);

    Task<bool> SetModerator(string usernameKey, bool isModerator, CancellationToken cancellationToken);
}

/// <param name="PasswordHash">In the format of ASP.NET Core Identity's hasher; null once anonymised.</param>
internal sealed record StoredAccount(User User, string? PasswordHash, bool IsModerator);
