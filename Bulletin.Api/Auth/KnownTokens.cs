using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Caching.Memory;

namespace Bulletin.Api.Auth;

/// <summary>
/// Tokens whose signature was found good, until they expire: a client sends the same one with every request, and checking
/// it costs more than most requests do. Under a hash, so that memory holds no token.
/// </summary>
internal sealed class KnownTokens(AccessTokens tokens) : IDisposable
{
    private const int Capacity = 50_000;

    /// <summary>Our tokens have some 300 characters, each of one byte.</summary>
    private const int MostOnStack = 512;

    private readonly MemoryCache _callers = new(new MemoryCacheOptions { SizeLimit = Capacity });

    public Caller? Find(string token) =>
        _callers.Get<Caller>(KeyOf(token)) is { } caller && tokens.IsGood(caller.Expires) ? caller : null;

    public void Add(string token, Caller caller) =>
        _callers.Set(KeyOf(token), caller, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = tokens.Lifetime });

    public void Dispose() => _callers.Dispose();

    private static Key KeyOf(string token)
    {
        var length = Encoding.UTF8.GetByteCount(token);
        Span<byte> bytes = length <= MostOnStack ? stackalloc byte[MostOnStack] : new byte[length];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..Encoding.UTF8.GetBytes(token, bytes)], hash);
        return MemoryMarshal.Read<Key>(hash);
    }

    private readonly record struct Key(Guid First, Guid Second);
}
