using System.Buffers;
using Bulletin.Api.Topics;
using MessagePack;

namespace Bulletin.Api.Tests;

public sealed class PostMessageRequestFormatterTests
{
    [Fact]
    public void A_confirmation_is_read() => Assert.Equal(new PostMessageRequest("@all", ConfirmAll: true), Read(Map(("text", "@all"), ("confirmAll", true))));

    [Fact]
    public void A_confirmation_may_be_null_or_missing()
    {
        Assert.Null(Read(Map(("confirmAll", null)))!.ConfirmAll);
        Assert.Null(Read(Map())!.ConfirmAll);
    }

    [Fact]
    public void A_confirmation_is_given_once_and_is_true_or_false()
    {
        Assert.Throws<MessagePackSerializationException>(() => Read(Map(("confirmAll", true), ("confirmAll", true))));
        Assert.ThrowsAny<MessagePackSerializationException>(() => Read(Map(("confirmAll", "yes"))));
    }

    private static PostMessageRequest? Read(ReadOnlySequence<byte> sent)
    {
        MessagePackReader reader = new(sent);
        return new PostMessageRequestFormatter().Deserialize(ref reader, MessagePackSerializerOptions.Standard);
    }

    private static ReadOnlySequence<byte> Map(params (string Field, object? Value)[] fields)
    {
        ArrayBufferWriter<byte> buffer = new();
        MessagePackWriter writer = new(buffer);
        writer.WriteMapHeader(fields.Length);
        foreach (var (field, value) in fields)
        {
            writer.Write(field);
            if (value is bool truth) writer.Write(truth);
            else writer.Write((string?)value);
        }
        writer.Flush();
        return new(buffer.WrittenMemory);
    }
}
