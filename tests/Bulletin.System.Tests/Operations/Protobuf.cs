using System.Text;

namespace Bulletin.SystemTests.Operations;

/// <summary>One message of protocol buffers, read field by field: as much as a span needs.</summary>
internal readonly struct Protobuf(ReadOnlyMemory<byte> bytes)
{
    private const int Varint = 0, Fixed64 = 1, Delimited = 2, Fixed32 = 5;

    /// <summary>The values of a field that holds bytes, text or messages.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> All(int field)
    {
        for (var rest = bytes; rest.Length > 0;)
        {
            var key = Number(ref rest);
            var length = (int)(key & 7) switch
            {
                Varint => 0,
                Fixed64 => 8,
                Fixed32 => 4,
                Delimited => (int)Number(ref rest),
                var other => throw new InvalidDataException($"Wire type {other}."),
            };
            if ((key & 7) == Varint) Number(ref rest);
            if ((key & 7) == Delimited && (int)(key >> 3) == field) yield return rest[..length];
            rest = rest[length..];
        }
    }

    public IEnumerable<Protobuf> Messages(int field) => All(field).Select(value => new Protobuf(value));

    public string Text(int field) => All(field).Select(value => Encoding.UTF8.GetString(value.Span)).FirstOrDefault("");

    public string Hex(int field) => All(field).Select(value => Convert.ToHexStringLower(value.Span)).FirstOrDefault("");

    private static ulong Number(ref ReadOnlyMemory<byte> rest)
    {
        ulong number = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = rest.Span[0];
            rest = rest[1..];
            number |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80) return number;
        }
    }
}
