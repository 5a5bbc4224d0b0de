namespace Bulletin.Grains.Accounts;

/// <summary>How accounts are protected. Configuration section <c>Accounts</c>; the same on every silo.</summary>
public sealed class AccountOptions
{
    public const string Section = "Accounts";

    /// <summary>PBKDF2-HMAC-SHA512 rounds, at least 100,000. Raised, each password is hashed anew when its owner next signs in.</summary>
    public int PasswordIterations { get; set; } = 210_000;

    /// <summary>Passwords hashed at once on a silo; 0 for half of its cores.</summary>
    public int ConcurrentHashes { get; set; }

    /// <summary>
    /// Passwords that may wait to be hashed on a silo; further ones are refused as busy. 128 wait for about thirteen seconds on two cores.
    /// </summary>
    public int WaitingHashes { get; set; } = 128;

    /// <summary>Wrong passwords (1–1,000) within <see cref="AttemptWindow"/> after which an account takes none from the address they came from, right or wrong.</summary>
    public int AttemptLimit { get; set; } = 10;

    /// <summary>The same from all addresses together (1–10,000). Addresses from which the right password came lately are exempt.</summary>
    public int AttemptLimitOverall { get; set; } = 100;

    public TimeSpan AttemptWindow { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a session lasts after it was last refreshed.</summary>
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long a session lasts at most, however often it is refreshed.</summary>
    public TimeSpan SessionMaxAge { get; set; } = TimeSpan.FromDays(180);

    /// <summary>How long the refresh token just spent may be sent again: it is answered with the same next token, since the first answer may have got lost.</summary>
    public TimeSpan RepeatableFor { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long nobody can sign up under the name of a closed account.</summary>
    public TimeSpan FreedNamesRest { get; set; } = TimeSpan.FromDays(90);

    /// <summary>Sessions of one account, 1–1,000. One more ends the one that was not used for longest.</summary>
    public int SessionLimit { get; set; } = 20;

    /// <summary>How old an account's row may be before it is read again, so that what an operator changed arrives.</summary>
    public TimeSpan RowFreshness { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Only tests may hash faster than is safe; configuration does not reach this.</summary>
    internal bool AllowFewIterations { get; set; }

    internal const int SafeIterations = 100_000;
}
