using System.Buffers.Text;
using System.Security.Cryptography;

namespace Bulletin.Api.Http;

/// <summary>A secret that is shown once, as a part of a link: 32 random bytes in base64url. The server keeps only its hash.</summary>
internal static class SecretToken
{
    private const int Bytes = 32;
    private static readonly int Length = Base64Url.GetEncodedLength(Bytes);

    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <returns>Null for what can't be a token.</returns>
    public static byte[]? Hash(string token)
    {
        Span<byte> secret = stackalloc byte[Bytes];
        // White space and padding, which the decoder skips, leave fewer bytes.
        return token.Length == Length && Base64Url.IsValid(token) && Base64Url.TryDecodeFromChars(token, secret, out var written) && written == Bytes
            ? SHA256.HashData(secret)
            : null;
    }
}
