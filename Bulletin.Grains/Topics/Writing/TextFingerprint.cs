using System.Security.Cryptography;
using System.Text;

namespace Bulletin.Grains.Topics.Writing;

/// <summary>Detects whether two posts with one client id have the same text, even after the text was edited.</summary>
internal static class TextFingerprint
{
    /// <summary>SHA-256 of the UTF-8 text, truncated to 16 bytes.</summary>
    public static byte[] Of(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text))[..16];
}
