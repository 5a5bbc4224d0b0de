using Bulletin.Grains.Accounts;
using Bulletin.Grains.Topics;

namespace Bulletin.Grains.Tests;

/// <summary>People, topics and messages to test with.</summary>
internal static class Sample
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly User Ada = Person("ada");
    public static readonly User Lin = Person("lin");

    public static User Person(string name) => new(Guid.CreateVersion7(), name, name, Noon);

    public static Actor Acting(User user, bool moderator = false) => new(user, moderator);

    public static Topic Topic(int minute = 0, long seq = 0, long? revision = null) =>
        new(Guid.CreateVersion7(), $"topic {minute}", null, Noon, Ada, Noon.AddMinutes(minute), seq, revision ?? seq, null);

    public static Message Message(Guid topicId, long seq, long? revision = null, string text = "hello") =>
        new(topicId, seq, revision ?? seq, Guid.CreateVersion7(), Ada, text, null, Noon.AddSeconds(seq), null, null);

    public static Message[] Messages(Guid topicId, long first, long last)
    {
        List<Message> messages = [];
        for (var seq = first; seq <= last; seq++) messages.Add(Message(topicId, seq));
        return [.. messages];
    }
}
