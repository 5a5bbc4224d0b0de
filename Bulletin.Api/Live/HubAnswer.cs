using System.Text.Json;
using System.Text.Json.Serialization;
using MessagePack;
using MessagePack.Formatters;

namespace Bulletin.Api.Live;

/// <summary>The answer to one call of a hub, as the bytes of its connection's protocol.</summary>
/// <param name="room">What the answer takes of <see cref="Limits.BytesInFlight"/> until it has been passed on; null for a small one.</param>
[JsonConverter(typeof(AsJson)), MessagePackFormatter(typeof(AsMessagePack))]
internal sealed class HubAnswer(byte[] bytes, IDisposable? room)
{
    public IDisposable? Room => room;

    private sealed class AsJson : JsonConverter<HubAnswer>
    {
        public override HubAnswer Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("An answer is only ever sent.");

        public override void Write(Utf8JsonWriter writer, HubAnswer value, JsonSerializerOptions options) => writer.WriteRawValue(value.Bytes, skipInputValidation: true);
    }

    private sealed class AsMessagePack : IMessagePackFormatter<HubAnswer>
    {
        public void Serialize(ref MessagePackWriter writer, HubAnswer value, MessagePackSerializerOptions options) => writer.WriteRaw(value.Bytes);

        public HubAnswer Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) =>
            throw new NotSupportedException("An answer is only ever sent.");
    }

    private ReadOnlySpan<byte> Bytes => bytes;
}
