using System.Collections.Concurrent;
using Microsoft.AspNetCore.Identity;

namespace Bulletin.Grains.Tests.Accounts;

/// <summary>With which hashes passwords were compared, by all silos of a cluster: what a sign-in costs, whatever else the machine does.</summary>
internal sealed class ComparedHashes
{
    /// <summary>In Identity's format, ahead of the salt: a version, the function, its iterations, and the length of the salt.</summary>
    private const int Header = 13;

    private readonly ConcurrentQueue<string> _costs = new();

    public void Add(string hash)
    {
        var bytes = Convert.FromBase64String(hash);
        _costs.Enqueue($"{Convert.ToHexString(bytes[..Header])}, {bytes.Length} bytes");
    }

    /// <summary>What was compared meanwhile: the parameters of each hash that say how much work it is.</summary>
    public async Task<IReadOnlyList<string>> During(Func<Task> work)
    {
        _costs.Clear();
        await work();
        return [.. _costs];
    }
}

internal sealed class RecordingHasher(IPasswordHasher<object> hasher, ComparedHashes compared) : IPasswordHasher<object>
{
    public string HashPassword(object user, string password) => hasher.HashPassword(user, password);

    public PasswordVerificationResult VerifyHashedPassword(object user, string hashedPassword, string providedPassword)
    {
        compared.Add(hashedPassword);
        return hasher.VerifyHashedPassword(user, hashedPassword, providedPassword);
    }
}
