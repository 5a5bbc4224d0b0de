using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.Extensions.Caching.Memory;

namespace Bulletin.Api.Auth;

/// <summary>
/// Tokens whose signature was verified, until they expire. A client sends the same one with every request, and verifying it
/// costs more than most requests do. Keyed by a hash, so that memory holds no token.
/// </summary>
/// <remarks>
/// The hash is fast, with 128 bits and a secret seed. A cryptographic one would cost a request twenty times as much. To pass for
/// somebody else's token, a forged one must have the same hash; without that token, an attacker knows neither hash nor seed. A token
/// forged to collide with one's own identifies oneself.
/// </remarks>
internal sealed class KnownTokens(AccessTokens tokens) : IDisposable
{
    private const int Capacity = 50_000;

    private readonly MemoryCache _callers = new(new MemoryCacheOptions { SizeLimit = Capacity });
    private readonly long _seed = MemoryMarshal.Read<long>(RandomNumberGenerator.GetBytes(sizeof(long)));

    public Caller? Find(ReadOnlySpan<char> token) =>
        _callers.Get<Caller>(KeyOf(token)) is { } caller && tokens.IsGood(caller.Expires) ? caller : null;

    public void Add(string token, Caller caller) =>
        _callers.Set(KeyOf(token), caller, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = tokens.Lifetime });

    public void Dispose() => _callers.Dispose();

    private UInt128 KeyOf(ReadOnlySpan<char> token) => XxHash128.HashToUInt128(MemoryMarshal.AsBytes(token), _seed);
}
