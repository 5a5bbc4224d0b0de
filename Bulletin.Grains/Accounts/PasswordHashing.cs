using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Bulletin.Grains.Accounts;

/// <summary>
/// Hashes passwords for all accounts of a silo, away from the grains' scheduler. A hash costs a core a tenth of a second, so
/// at most one a core runs at once and a bounded number waits: a flood of sign-ins must not become an outage.
/// </summary>
internal sealed class PasswordHashing : IDisposable
{
    private static readonly object Nobody = new();

    private readonly PasswordHasher<object> _hasher;
    private readonly SemaphoreSlim _slots;
    private readonly int _capacity;
    private readonly Task<string> _nobodysHash;
    private int _admitted;

    public PasswordHashing(IOptions<AccountOptions> options)
    {
        var settings = options.Value;
        _hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = settings.PasswordIterations }));
        var concurrent = settings.ConcurrentHashes > 0 ? settings.ConcurrentHashes : Environment.ProcessorCount;
        _slots = new(concurrent);
        _capacity = concurrent + settings.WaitingHashes;
        // At once: made when first needed, it would let the first name that nobody has take twice as long.
        _nobodysHash = Task.Run(() => _hasher.HashPassword(Nobody, RandomNumberGenerator.GetHexString(64)));
    }

    /// <returns>Null when too many wait already.</returns>
    public Task<string?> Hash(string password, CancellationToken cancellationToken) =>
        Run<string?>(() => _hasher.HashPassword(Nobody, password), null, cancellationToken);

    /// <param name="hash">Null where there is no such account: that takes as long as a wrong password.</param>
    public async Task<PasswordVerdict> Verify(string? hash, string password, CancellationToken cancellationToken)
    {
        var compared = hash ?? await _nobodysHash;
        return await Run(() => Compare(compared, password), PasswordVerdict.Busy, cancellationToken);
    }

    public void Dispose() => _slots.Dispose();

    private PasswordVerdict Compare(string hash, string password) => _hasher.VerifyHashedPassword(Nobody, hash, password) switch
    {
        PasswordVerificationResult.Success => PasswordVerdict.Right,
        PasswordVerificationResult.SuccessRehashNeeded => PasswordVerdict.RightButOutdated,
        _ => PasswordVerdict.Wrong,
    };

    private async Task<T> Run<T>(Func<T> work, T busy, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _admitted) > _capacity)
        {
            Interlocked.Decrement(ref _admitted);
            return busy;
        }
        try
        {
            await _slots.WaitAsync(cancellationToken);
            try
            {
                return await Task.Run(work, CancellationToken.None);
            }
            finally
            {
                _slots.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _admitted);
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
