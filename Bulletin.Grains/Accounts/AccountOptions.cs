namespace Bulletin.Grains.Accounts;

/// <summary>How accounts are protected. Configuration section <c>Accounts</c>; must be the same on every silo.</summary>
public sealed class AccountOptions
{
    public const string Section = "Accounts";

    /// <summary>
    /// PBKDF2-HMAC-SHA512 rounds, at least 100,000. If you raise it, each password is rehashed at its owner's next sign-in.
    /// </summary>
    public int PasswordIterations { get; set; } = 210_000;

    /// <summary>Concurrent password hashes on a silo; 0 for half of its cores.</summary>
    public int ConcurrentHashes { get; set; }

    /// <summary>
    /// Maximum number of passwords queued for hashing on a silo; further ones are refused as busy. On two cores, a queue of 128
    /// takes about thirteen seconds.
    /// </summary>
    public int WaitingHashes { get; set; } = 128;

    /// <summary>
    /// Number of wrong passwords (1–1,000) from one address within <see cref="AttemptWindow"/> after which the account refuses
    /// every password from that address, right or wrong.
    /// </summary>
    public int AttemptLimit { get; set; } = 10;

    /// <summary>
    /// The same limit for all addresses together (1–10,000). Addresses that recently sent the right password are exempt.
    /// </summary>
    public int AttemptLimitOverall { get; set; } = 100;

    public TimeSpan AttemptWindow { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a session lasts after its last refresh.</summary>
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromDays(30);

    /// <summary>The maximum age of a session, however often it is refreshed.</summary>
    public TimeSpan SessionMaxAge { get; set; } = TimeSpan.FromDays(180);

    /// <summary>
    /// How long the most recently spent refresh token may be sent again. The answer contains the same next token, because the
    /// first answer may have been lost.
    /// </summary>
    public TimeSpan RepeatableFor { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the username of a closed account stays reserved.</summary>
    public TimeSpan FreedNamesRest { get; set; } = TimeSpan.FromDays(90);

    /// <summary>Maximum sessions per account, 1–1,000. A further session ends the least recently used one.</summary>
    public int SessionLimit { get; set; } = 20;

    /// <summary>How long an account's row is cached before it is read again, so that an operator's changes take effect.</summary>
    public TimeSpan RowFreshness { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Lets tests hash faster than is safe; not reachable through configuration.</summary>
    internal bool AllowFewIterations { get; set; }

    internal const int SafeIterations = 100_000;
}
