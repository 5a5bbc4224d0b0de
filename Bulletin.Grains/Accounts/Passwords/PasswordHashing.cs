using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Bulletin.Grains.Accounts.Passwords;

/// <summary>
/// Hashes passwords for all accounts of a silo, off the grains' scheduler. A hash takes a tenth of a second of one core. So
/// hashing gets only half of the cores, and its queue is bounded and fair to each source: a flood of sign-ins must not become
/// an outage, and one address must not block all others.
/// </summary>
internal sealed class PasswordHashing
{
    private static readonly object Nobody = new();

    private readonly IPasswordHasher<object> _hasher;
    /// <summary>The share of the queue that one source may use.</summary>
    private const int ShareOfOneSource = 4;

    private static readonly TimeSpan Patience =
        TimeSpan.Parse(IAccountGrain.HashingTimeout, CultureInfo.InvariantCulture) - TimeSpan.FromSeconds(1);

    private readonly FairSlots _slots;
    private readonly Task<string> _nobodysHash;

    public PasswordHashing(IOptions<AccountOptions> options, IPasswordHasher<object> hasher)
    {
        var settings = options.Value;
        _hasher = hasher;
        var concurrent = settings.ConcurrentHashes > 0 ? settings.ConcurrentHashes : Math.Max(1, Environment.ProcessorCount / 2);
        _slots = new(concurrent, settings.WaitingHashes, Math.Max(1, settings.WaitingHashes / ShareOfOneSource), Patience);
        // Created eagerly: if created on first use, the first sign-in with an unknown username would take twice as long.
        _nobodysHash = Task.Run(() => _hasher.HashPassword(Nobody, RandomNumberGenerator.GetHexString(64)));
    }

    public static IPasswordHasher<object> Hasher(IOptions<AccountOptions> options) =>
        new PasswordHasher<object>(Options.Create(new PasswordHasherOptions { IterationCount = options.Value.PasswordIterations }));

    /// <param name="source">An address, or another identity of the caller.</param>
    /// <returns>Null if the queue is full.</returns>
    public Task<string?> Hash(string password, string source, CancellationToken cancellationToken) =>
        Run<string?>(() => _hasher.HashPassword(Nobody, password), null, source, cancellationToken);

    /// <param name="hash">Null if there is no such account: this takes as long as a wrong password.</param>
    /// <param name="source">An address, or another identity of the caller.</param>
    public async Task<PasswordVerdict> Verify(string? hash, string password, string source, CancellationToken cancellationToken)
    {
        var compared = hash ?? await _nobodysHash;
        return await Run(() => Compare(compared, password), PasswordVerdict.Busy, source, cancellationToken);
    }

    private PasswordVerdict Compare(string hash, string password) => _hasher.VerifyHashedPassword(Nobody, hash, password) switch
    {
        PasswordVerificationResult.Success => PasswordVerdict.Right,
        PasswordVerificationResult.SuccessRehashNeeded => PasswordVerdict.RightButOutdated,
        _ => PasswordVerdict.Wrong,
    };

    private async Task<T> Run<T>(Func<T> work, T busy, string source, CancellationToken cancellationToken)
    {
        if (!await _slots.Enter(source, cancellationToken)) return busy;
        try
        {
            return await LowPriority.Run(work);
        }
        finally
        {
            _slots.Leave();
        }
    }
}

internal enum PasswordVerdict
{
    Wrong,
    Right,
    /// <summary>Correct, but hashed with outdated settings.</summary>
    RightButOutdated,
    /// <summary>Not verified: the queue is full.</summary>
    Busy,
}
