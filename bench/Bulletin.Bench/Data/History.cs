using System.Buffers.Binary;

namespace Bulletin.Bench.Data;

/// <summary>
/// Topics and messages that are the same in every run. A few topics hold many messages and most hold few: 0.1 % of the topics
/// have a quarter of the messages, and the first of them has ten times as many as each of the others.
/// </summary>
/// <param name="even">Whether all topics have the same number of messages.</param>
internal sealed class History(int topics, long messages, bool even = false)
{
    public const int People = 100;

    /// <summary>The creation time of the first topic: in the past, so that new posts are newer.</summary>
    private const long Began = 1_700_000_000_000;

    private readonly int large = Math.Max(1, topics / 1_000);
    private readonly int largeSize = (int)(messages / 4 / (Math.Max(1, topics / 1_000) + 9));

    public int Topics => topics;

    /// <summary>The number of messages of a topic. Topics count from 0, in descending size.</summary>
    public int Size(int topic) =>
        even ? (int)(messages / topics)
        : topic == 0 ? largeSize * 10
        : topic < large ? largeSize
        : Small + (topic - large < Rest ? 1 : 0);

    private int Small => (int)((messages - Large) / (topics - large));

    private long Rest => messages - Large - (long)Small * (topics - large);

    private long Large => (long)largeSize * (large + 9);

    /// <summary>Ids like those in production: a timestamp, then random bits.</summary>
    public static Guid Topic(int topic) => Id(Began + topic, (ulong)topic);

    public static Guid Person(int person) => Id(Began - 1_000, 0xffff_ffff_0000_0000 + (ulong)person);

    public static Guid ClientId(int topic, int seq) => Id(CreatedAt(topic, seq), ((ulong)topic << 32) + (ulong)seq);

    /// <summary>One message of each topic in turn.</summary>
    public static long CreatedAt(int topic, int seq) => Began + seq * 1_000_000L + topic;

    private static Guid Id(long milliseconds, ulong number)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, milliseconds << 16);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Mix(number));
        BinaryPrimitives.WriteUInt16BigEndian(bytes[6..], (ushort)(0x7000 | (Mix(number + 1) & 0xfff)));
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3f));
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>Spreads numbers over all 64 bits (SplitMix).</summary>
    public static ulong Mix(ulong x)
    {
        x += 0x9e3779b97f4a7c15;
        x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
        x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
        return x ^ (x >> 31);
    }
}
