using System.Buffers;
using Bulletin.SystemTests.Harness;
using MessagePack;

namespace Bulletin.SystemTests.BadInput;

/// <summary>What can be written in MessagePack, and is no post.</summary>
public sealed class BadMessagePack(Shared shared) : SystemTest(shared)
{
    private delegate void Writes(ref MessagePackWriter writer);

    [Fact]
    public async Task A_malformed_post_is_refused_and_nothing_is_stored()
    {
        var person = await Somebody();
        var topic = await person.NewTopic();
        using var hub = Own(await RawHub.Of(person));
        (string What, byte[] Post)[] posts =
        [
            ("a byte that is no UTF-8", Bytes((ref MessagePackWriter w) => Map(ref w, "text", [0x61, 0xFF, 0x62]))),
            ("a surrogate in UTF-8", Bytes((ref MessagePackWriter w) => Map(ref w, "text", [0xED, 0xA0, 0x80]))),
            ("an overlong encoding", Bytes((ref MessagePackWriter w) => Map(ref w, "text", [0xC1, 0xA1]))),
            ("a character cut off", Bytes((ref MessagePackWriter w) => Map(ref w, "text", [0xF0, 0x9F, 0x98]))),
            ("an ill-formed field", Bytes((ref MessagePackWriter w) => Map(ref w, [0xFF], "x"u8))),
            ("text twice", Bytes((ref MessagePackWriter w) => Twice(ref w, "text"))),
            ("clientId twice", Bytes((ref MessagePackWriter w) => Twice(ref w, "clientId"))),
            ("no map", Bytes((ref MessagePackWriter w) => w.Write("text"))),
            ("binary for text", Bytes((ref MessagePackWriter w) =>
            {
                w.WriteMapHeader(1);
                w.Write("text");
                w.Write("bytes"u8);
            })),
            ("a replyTo beyond 64 bits", Bytes((ref MessagePackWriter w) =>
            {
                w.WriteMapHeader(2);
                w.Write("text");
                w.Write("x");
                w.Write("replyTo");
                w.Write(ulong.MaxValue);
            })),
        ];

        foreach (var (what, post) in posts)
        {
            var error = await hub.Post(topic, post);
            Assert.True(error?.StartsWith("validation_failed: ", StringComparison.Ordinal), $"{what} was answered: {error ?? "posted"}");
        }

        Assert.Null(await hub.Post(topic, Bytes((ref MessagePackWriter w) => Map(ref w, "text", "na\u00EFve \U0001F600"u8))));
        var message = Assert.Single(await person.ReadAll(topic));
        Assert.Equal("na\u00EFve \U0001F600", message.Text);
    }

    private static byte[] Bytes(Writes write)
    {
        var bytes = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(bytes);
        write(ref writer);
        writer.Flush();
        return bytes.WrittenSpan.ToArray();
    }

    private static void Map(ref MessagePackWriter writer, string field, ReadOnlySpan<byte> utf8) =>
        Map(ref writer, System.Text.Encoding.UTF8.GetBytes(field), utf8);

    private static void Map(ref MessagePackWriter writer, ReadOnlySpan<byte> field, ReadOnlySpan<byte> utf8)
    {
        writer.WriteMapHeader(1);
        writer.WriteString(field);
        writer.WriteString(utf8);
    }

    private static void Twice(ref MessagePackWriter writer, string field)
    {
        writer.WriteMapHeader(3);
        writer.Write("text");
        writer.Write("x");
        foreach (var _ in (int[])[1, 2])
        {
            writer.Write(field);
            writer.Write(Guid.CreateVersion7().ToString());
        }
    }
}
