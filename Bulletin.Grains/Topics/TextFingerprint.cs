using System.Security.Cryptography;
using System.Text;

namespace Bulletin.Grains.Topics;

/// <summary>Tells whether two posts under one client id are the same text, long after the text itself was edited away.</summary>
internal static class TextFingerprint
{
    /// <summary>SHA-256 of the UTF-8 text, cut to 16 bytes.</summary>
    public static byte[] Of(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text))[..16];
}
