namespace Bulletin.Grains.Accounts;

/// <summary>Accounts in storage. Throws as the message log does.</summary>
internal interface IUserStore
{
    /// <param name="usernameKey">The username in lower case: what is unique.</param>
    Task<StoredAccount?> Find(string usernameKey, CancellationToken cancellationToken);

    /// <returns>The keys of all usernames that look like a name.</returns>
    Task<IReadOnlyList<string>> FindAlike(string name, CancellationToken cancellationToken);

    /// <returns>False if the name is taken, or was given up not long ago.</returns>
    Task<bool> Create(StoredAccount account, CancellationToken cancellationToken);

    Task<bool> ChangeDisplayName(Guid userId, string displayName, CancellationToken cancellationToken);

    Task<bool> ChangePasswordHash(Guid userId, string passwordHash, CancellationToken cancellationToken);

    /// <summary>Takes the person out of the account: another name (key <paramref name="anonymousUsername"/>), no password. Messages keep their author id.</summary>
    /// <param name="nameRestsUntil">Until when nobody can sign up under the name that is given up.</param>
    Task<bool> Anonymise(Guid userId, string anonymousUsername, string displayName, DateTimeOffset nameRestsUntil, CancellationToken cancellationToken);

    /// <summary>People whose account changed at or after a time, later than by signing up; the latest 1,000 at most.</summary>
    Task<IReadOnlyList<User>> ChangedSince(DateTimeOffset since, CancellationToken cancellationToken);

    Task<bool> SetModerator(string usernameKey, bool isModerator, CancellationToken cancellationToken);
}

/// <param name="PasswordHash">As ASP.NET Core Identity's hasher makes it; null once anonymised.</param>
internal sealed record StoredAccount(User User, string? PasswordHash, bool IsModerator);
