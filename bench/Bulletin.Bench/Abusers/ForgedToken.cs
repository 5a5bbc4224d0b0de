using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Bulletin.Bench.Abusers;

internal static class ForgedToken
{
    /// <summary>Has the claims of a valid token, but is signed with another key.</summary>
    public static string Like(string token)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var said = token[..token.LastIndexOf('.')];
        return $"{said}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(said), HashAlgorithmName.SHA256))}";
    }
}
