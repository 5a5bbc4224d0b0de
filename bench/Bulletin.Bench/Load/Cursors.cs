using System.Buffers.Binary;
using System.Buffers.Text;
using System.IO.Hashing;
using System.Text;

namespace Bulletin.Bench.Load;

/// <summary>Cursors of the admin lists, made as the server makes them: to walk a million rows for each would take hours.</summary>
internal static class Cursors
{
    /// <param name="list">The name of the list.</param>
    /// <param name="filters">Its filters and order, as the server knows them.</param>
    public static string Of(string list, IEnumerable<string?> filters, long number, Guid id = default, long seq = 0, string? text = null)
    {
        var bytes = new byte[33];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        _ = id.TryWriteBytes(bytes.AsSpan(8), bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(24), seq);
        bytes[32] = text is null ? (byte)0 : (byte)1;
        byte[] place = [.. bytes, .. Encoding.UTF8.GetBytes(text ?? "")];
        return Base64Url.EncodeToString([.. place, .. XxHash32.Hash([.. place, .. Encoding.UTF8.GetBytes($"admin/{list}?{string.Join('\u001f', filters)}")])]);
    }
}
