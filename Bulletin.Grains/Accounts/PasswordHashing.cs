using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Bulletin.Grains.Accounts;

/// <summary>
/// Hashes passwords for all accounts of a silo, away from the grains' scheduler. A hash costs a core a tenth of a second, so
/// that only half of the cores are given to them and a bounded number waits, in turn by where they come from: a flood of
/// sign-ins must not become an outage, nor one address hold up all others.
/// </summary>
internal sealed class PasswordHashing
{
    private static readonly object Nobody = new();

    private readonly IPasswordHasher<object> _hasher;
    /// <summary>One source may take up this part of the queue.</summary>
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
        // At once: made when first needed, it would let the first name that nobody has take twice as long.
        _nobodysHash = Task.Run(() => _hasher.HashPassword(Nobody, RandomNumberGenerator.GetHexString(64)));
    }

    public static IPasswordHasher<object> Hasher(IOptions<AccountOptions> options) =>
        new PasswordHasher<object>(Options.Create(new PasswordHasherOptions { IterationCount = options.Value.PasswordIterations }));

    /// <param name="source">An address, or who else asks.</param>
    /// <returns>Null when too many wait already.</returns>
    public Task<string?> Hash(string password, string source, CancellationToken cancellationToken) =>
        Run<string?>(() => _hasher.HashPassword(Nobody, password), null, source, cancellationToken);

    /// <param name="hash">Null where there is no such account: that takes as long as a wrong password.</param>
    /// <param name="source">An address, or who else asks.</param>
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
    /// <summary>Right, but its hash was made with other settings than today's.</summary>
    RightButOutdated,
    /// <summary>Not looked at: too many wait.</summary>
    Busy,
}
