using System.Text;
using MessagePack;
using MessagePack.Formatters;

namespace Bulletin.Api.Topics;

/// <summary>
/// Reads a post from MessagePack as strictly as from JSON: each field once, and only well-formed UTF-8. The library's own
/// formatter replaces ill-formed bytes with U+FFFD, which would store a message nobody wrote.
/// </summary>
public sealed class PostMessageRequestFormatter : IMessagePackFormatter<PostMessageRequest?>
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    [Flags]
    private enum Seen { Nothing = 0, Text = 1, ClientId = 2, ReplyTo = 4, ConfirmAll = 8 }

    /// <remarks>Throws a <c>MessagePackSerializationException</c>: if it is not a map, or a field is repeated, has the wrong type or is ill-formed.</remarks>
    public PostMessageRequest? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        if (reader.TryReadNil()) return null;

        options.Security.DepthStep(ref reader);
        var (text, clientId, replyTo, confirmAll, seen) = ((string?)null, (string?)null, (long?)null, (bool?)null, Seen.Nothing);
        for (var fields = reader.ReadMapHeader(); fields > 0; fields--)
        {
            switch (Text(ref reader))
            {
                case "text":
                    Once(ref seen, Seen.Text);
                    text = Text(ref reader);
                    break;
                case "clientId":
                    Once(ref seen, Seen.ClientId);
                    clientId = Text(ref reader);
                    break;
                case "replyTo":
                    Once(ref seen, Seen.ReplyTo);
                    replyTo = reader.TryReadNil() ? null : reader.ReadInt64();
                    break;
                case "confirmAll":
                    Once(ref seen, Seen.ConfirmAll);
                    confirmAll = reader.TryReadNil() ? null : reader.ReadBoolean();
                    break;
                default:
                    // A field of a later version, or of the client's own.
                    reader.Skip();
                    break;
            }
        }

        reader.Depth--;
        return new(text, clientId, replyTo, confirmAll);
    }

    public void Serialize(ref MessagePackWriter writer, PostMessageRequest? value, MessagePackSerializerOptions options) =>
        throw new NotSupportedException("Posts are only read.");

    private static void Once(ref Seen seen, Seen field)
    {
        if (seen.HasFlag(field)) throw new MessagePackSerializationException($"The field {field} is given more than once.");
        seen |= field;
    }

    private static string? Text(ref MessagePackReader reader)
    {
        if (reader.ReadStringSequence() is not { } utf8) return null;
        try
        {
            return s_strict.GetString(utf8);
        }
        catch (DecoderFallbackException illFormed)
        {
            throw new MessagePackSerializationException("Not well-formed UTF-8.", illFormed);
        }
    }
}
