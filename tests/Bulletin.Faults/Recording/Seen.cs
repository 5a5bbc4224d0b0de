using System.IO.Hashing;
using System.Text;

namespace Bulletin.Faults.Recording;

/// <summary>A message as somebody saw it, small enough to keep millions.</summary>
/// <param name="Text">A fingerprint of its text; 0 once deleted.</param>
internal readonly record struct Seen(long Seq, long Revision, Guid Author, Guid ClientId, ulong Text)
{
    public static ulong Fingerprint(string? text) => text is null ? 0 : XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(text)) | 1;
}
