using System.Buffers.Text;

namespace Bulletin.Bench.Load;

/// <summary>Finds the end of an HTTP/1.1 response.</summary>
internal static class Answer
{
    /// <param name="missing">The number of body bytes still to come, once the header is complete.</param>
    public static bool Ends(ReadOnlySpan<byte> received, out int status, out int? missing)
    {
        (status, missing) = (0, null);
        var end = received.IndexOf("\r\n\r\n"u8);
        if (end < 0) return false;

        if (!Utf8Parser.TryParse(received[9..], out status, out _)) throw new InvalidDataException("No status.");
        var head = received[..end];
        var body = received[(end + 4)..];
        if (status is 204 or 304) return true;

        var at = head.IndexOf("Content-Length: "u8);
        if (at >= 0)
        {
            if (!Utf8Parser.TryParse(head[(at + 16)..], out int length, out _)) throw new InvalidDataException("No length.");
            missing = length - body.Length;
            return missing <= 0;
        }
        return body.EndsWith("0\r\n\r\n"u8);
    }
}
