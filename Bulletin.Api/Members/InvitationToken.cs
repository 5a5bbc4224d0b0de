using System.Buffers.Text;
using System.Security.Cryptography;

namespace Bulletin.Api.Members;

/// <summary>The secret of an invitation: 32 random bytes in base64url. The server keeps only its hash.</summary>
public static class InvitationToken
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

    /// <summary>The page that shows the invitation. Browsers don't send what follows the #, so the token reaches servers in API calls only.</summary>
    public static string Url(string token) => $"/invite#{token}";
}
