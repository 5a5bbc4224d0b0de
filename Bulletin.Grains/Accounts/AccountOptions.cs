namespace Bulletin.Grains.Accounts;

/// <summary>How accounts are protected. Configuration section <c>Accounts</c>; the same on every silo.</summary>
public sealed class AccountOptions
{
    public const string Section = "Accounts";

    /// <summary>PBKDF2-HMAC-SHA512 rounds, at least 100,000. Raised, each password is hashed anew when its owner next signs in.</summary>
    public int PasswordIterations { get; set; } = 210_000;

    /// <summary>Passwords hashed at once on a silo; 0 for one a core.</summary>
    public int ConcurrentHashes { get; set; }

    /// <summary>
    /// Passwords that may wait to be hashed on a silo; further ones are refused as busy. 128 wait for about ten seconds on two cores.
    /// </summary>
    public int WaitingHashes { get; set; } = 128;

    /// <summary>Wrong passwords (1–1,000) within <see cref="AttemptWindow"/> after which an account takes none, right or wrong.</summary>
    public int AttemptLimit { get; set; } = 10;

    public TimeSpan AttemptWindow { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a session lasts after it was last refreshed.</summary>
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Sessions of one account, 1–1,000. One more ends the one that was not used for longest.</summary>
    public int SessionLimit { get; set; } = 20;

    /// <summary>How old an account's row may be before it is read again, so that what an operator changed arrives.</summary>
    public TimeSpan RowFreshness { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Only tests may hash faster than is safe; configuration does not reach this.</summary>
    internal bool AllowFewIterations { get; set; }

    internal const int SafeIterations = 100_000;
}
