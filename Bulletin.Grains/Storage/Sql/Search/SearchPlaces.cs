using System.Buffers.Binary;
using static Bulletin.Grains.Storage.Sql.Rows;

namespace Bulletin.Grains.Storage.Sql.Search;

/// <summary>
/// The order of the index: by the time of posting, in milliseconds, of which each has 2097152 places. Those of one topic in one millisecond are mostly in
/// order of their seqs.
/// </summary>
internal static class SearchPlaces
{
    private const int Bits = 21, SeqBits = 8;

    /// <summary>How many places a millisecond has.</summary>
    public const long PerMillisecond = 1L << Bits;

    public const long PerDay = 24 * 60 * 60 * 1000 * PerMillisecond;

    /// <summary>Of 32 days, whatever the calendar says.</summary>
    public const long PerMonth = 32 * PerDay;

    private const long LastMillisecond = long.MaxValue / PerMillisecond - 1;

    /// <summary>The first place of a millisecond. Times that have no places count as the first or last that has.</summary>
    public static long First(DateTimeOffset time) => Math.Clamp(Milliseconds(time), 0, LastMillisecond) * PerMillisecond;

    /// <summary>Where a message belongs, unless that place is taken.</summary>
    public static long Of(Guid topicId, long seq, DateTimeOffset createdAt)
    {
        Span<byte> id = stackalloc byte[16];
        topicId.TryWriteBytes(id, bigEndian: true, out _);
        // The end of an id is random.
        var topic = BinaryPrimitives.ReadUInt16BigEndian(id[14..]) & ((1 << (Bits - SeqBits)) - 1);
        return First(createdAt) + (topic << SeqBits) + (seq & ((1 << SeqBits) - 1));
    }

    /// <summary>The next place of the same millisecond.</summary>
    public static long Next(long place) => place / PerMillisecond * PerMillisecond + (place + 1) % PerMillisecond;

    /// <summary>An expression: where a message is in the index, or null.</summary>
    /// <param name="first">The first place of its millisecond.</param>
    /// <remarks>As a value, and not as a join: a planner that takes the range for a large one would read the whole table instead.</remarks>
    public static string Found(string topic, string seq, string first, string condition = "") => $"""
        (SELECT s.place FROM message_search s
        WHERE s.place >= {first} AND s.place < {first} + {PerMillisecond} AND s.topic_id = {topic} AND s.seq = {seq} {condition}
        ORDER BY s.place LIMIT 1)
        """;

    /// <summary>As <see cref="Found"/>, of a row of messages.</summary>
    public static string FoundOf(string message) => Found($"{message}.topic_id", $"{message}.seq", $"{message}.created_at * {PerMillisecond}");
}
