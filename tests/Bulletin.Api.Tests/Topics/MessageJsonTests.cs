using System.Text.Json;
using Bulletin.Api.Contract;

namespace Bulletin.Api.Tests;

/// <summary>What is written by hand has to be what the serializer, and with it the API's description, says.</summary>
public sealed class MessageJsonTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, 6, TimeSpan.Zero);

    [Theory]
    [InlineData("plain", null, false, false)]
    [InlineData("Käse 🧀 <b>\"quoted\"\\ \u2028 and \t", 7L, true, false)]
    [InlineData(null, null, true, true)]
    public void A_message_is_written_as_the_serializer_would(string? text, long? replyTo, bool edited, bool deleted)
    {
        JsonSerializerOptions serializer = new(JsonSerializerDefaults.Web);
        BulletinJson.Apply(serializer);
        MessageView message = new(Guid.CreateVersion7(), 12, 34, Guid.CreateVersion7(),
            new(Guid.CreateVersion7(), "ada", "Ada \"the\" Löve", At), text, replyTo, At, edited ? At.AddSeconds(1) : null, deleted ? At.AddSeconds(2) : null);

        Assert.Equal(JsonSerializer.Serialize(message, serializer), JsonSerializer.Serialize(message, BulletinJson.Options));
    }
}
