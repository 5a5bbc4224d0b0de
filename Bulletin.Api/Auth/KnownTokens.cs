using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.Extensions.Caching.Memory;

namespace Bulletin.Api.Auth;

/// <summary>
/// Tokens whose signature was found good, until they expire: a client sends the same one with every request, and checking
/// it costs more than most requests do. Under a hash, so that memory holds no token.
/// </summary>
/// <remarks>
/// The hash is a fast one, of 128 bits from a secret seed, and no cryptographic one, which would cost a request twenty times as much. To
/// be taken for somebody else's token, another has to have its hash, and who doesn't know that token knows neither hash nor seed.
/// Who makes another with the hash of their own is taken for themselves.
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
