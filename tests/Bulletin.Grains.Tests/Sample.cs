using Bulletin.Grains.Accounts;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Members;

namespace Bulletin.Grains.Tests;

/// <summary>People, topics and messages to test with.</summary>
internal static class Sample
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly User Ada = Person("ada");
    public static readonly User Lin = Person("lin");

    /// <summary>Somebody who reads public topics.</summary>
    public static readonly Guid Anybody = Guid.CreateVersion7();

    public static User Person(string name) => new(Guid.CreateVersion7(), name, name, Noon);

    public static Actor Acting(User user, bool moderator = false) => new(user, moderator);

    public static Topic Topic(int minute = 0, long seq = 0, long? revision = null) =>
        new(Guid.CreateVersion7(), $"topic {minute}", null, Noon, Ada, Noon.AddMinutes(minute), seq, revision ?? seq, null);

    public static Topic PrivateTopic(int minute = 0, long seq = 0) =>
        Topic(minute, seq) with { Access = Access.Private, MemberCount = 2, MembersVersion = 1 };

    public static Topic Conversation(int minute = 0, long seq = 0) =>
        Topic(minute, seq) with { Name = "", Access = Access.Direct, MemberCount = 2, People = [Ada, Lin], MembersVersion = 1 };

    public static Message Message(Guid topicId, long seq, long? revision = null, string text = "hello") =>
        new(topicId, seq, revision ?? seq, Guid.CreateVersion7(), Ada, text, null, Noon.AddSeconds(seq), null, null);

    public static Message[] Messages(Guid topicId, long first, long last)
    {
        List<Message> messages = [];
        for (var seq = first; seq <= last; seq++) messages.Add(Message(topicId, seq));
        return [.. messages];
    }
}
