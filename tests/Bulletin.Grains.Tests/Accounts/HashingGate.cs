using System.Collections.Concurrent;
using Microsoft.AspNetCore.Identity;

namespace Bulletin.Grains.Tests.Accounts;

/// <summary>Lets work on passwords pass, or holds it until the test has seen what goes on meanwhile.</summary>
internal sealed class HashingGate
{
    private readonly ConcurrentQueue<string> _hashed = new();
    private volatile Action _wait = () => { };

    /// <summary>The passwords hashed so far, in order.</summary>
    public IEnumerable<string> Hashed => _hashed;

    /// <summary>From here on no password is hashed or compared, until this is disposed of.</summary>
    public HeldHashing Hold()
    {
        HeldHashing held = new();
        _wait = held.Wait;
        return held;
    }

    public void Hash(string password)
    {
        _wait();
        _hashed.Enqueue(password);
    }

    public void Compare() => _wait();
}

internal sealed class HeldHashing : IDisposable
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends once there is work that waits here.</summary>
    public Task Reached(CancellationToken cancellationToken) => _reached.Task.WaitAsync(cancellationToken);

    public void Wait()
    {
        _reached.TrySetResult();
        _released.Task.Wait();
    }

    public void Dispose() => _released.TrySetResult();
}

internal sealed class GatedHasher(IPasswordHasher<object> hasher, HashingGate gate) : IPasswordHasher<object>
{
    public string HashPassword(object user, string password)
    {
        gate.Hash(password);
        return hasher.HashPassword(user, password);
    }

    public PasswordVerificationResult VerifyHashedPassword(object user, string hashedPassword, string providedPassword)
    {
        gate.Compare();
        return hasher.VerifyHashedPassword(user, hashedPassword, providedPassword);
    }
}
