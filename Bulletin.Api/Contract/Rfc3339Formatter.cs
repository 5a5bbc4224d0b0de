using System.Text;
using MessagePack;
using MessagePack.Formatters;

namespace Bulletin.Api.Contract;

/// <summary>Formats times in MessagePack as in JSON, so that a client can switch protocols without other changes.</summary>
public sealed class Rfc3339Formatter : IMessagePackFormatter<DateTimeOffset>
{
    public void Serialize(ref MessagePackWriter writer, DateTimeOffset value, MessagePackSerializerOptions options) =>
        writer.Write(Rfc3339.ToText(value));

    public DateTimeOffset Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) =>
        reader.ReadStringSequence() is { } utf8 && Rfc3339.TryParse(Encoding.UTF8.GetString(utf8), out var time)
            ? time
            : throw new MessagePackSerializationException("Must be a UTC time with milliseconds.");
}

/// <summary>The same for nullable times.</summary>
public sealed class OptionalRfc3339Formatter : IMessagePackFormatter<DateTimeOffset?>
{
    private static readonly Rfc3339Formatter Formatter = new();

    public void Serialize(ref MessagePackWriter writer, DateTimeOffset? value, MessagePackSerializerOptions options)
    {
        if (value is { } time) Formatter.Serialize(ref writer, time, options);
        else writer.WriteNil();
    }

    public DateTimeOffset? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) =>
        reader.TryReadNil() ? null : Formatter.Deserialize(ref reader, options);
}
