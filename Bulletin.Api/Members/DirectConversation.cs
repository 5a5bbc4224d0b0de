using System.Security.Cryptography;

namespace Bulletin.Api.Members;

/// <summary>
/// The topic id of a direct conversation. It follows from the people in it, so the same people have one conversation, whoever opens it
/// first and through whichever gateway.
/// </summary>
public static class DirectConversation
{
    /// <summary>The people besides who opens it.</summary>
    public const int MaxOthers = 9;

    private const int GuidLength = 16;
    private static ReadOnlySpan<byte> Prefix => "direct/"u8;

    /// <summary>
    /// A UUID of version 8: the first half of the SHA-256 of a prefix and the sorted user ids. Never change it: every conversation would
    /// begin again.
    /// </summary>
    /// <param name="userIds">Everybody in it, in any order.</param>
    public static Guid IdOf(IEnumerable<Guid> userIds)
    {
        Guid[] sorted = [.. userIds.Distinct().Order()];
        var hashed = new byte[Prefix.Length + sorted.Length * GuidLength];
        Prefix.CopyTo(hashed);
        for (var i = 0; i < sorted.Length; i++) _ = sorted[i].TryWriteBytes(hashed.AsSpan(Prefix.Length + i * GuidLength), bigEndian: true, out _);

        var id = SHA256.HashData(hashed).AsSpan(..GuidLength);
        id[6] = (byte)(id[6] & 0x0F | 0x80);
        id[8] = (byte)(id[8] & 0x3F | 0x80);
        return new(id, bigEndian: true);
    }
}
