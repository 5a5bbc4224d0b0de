using Bulletin.Grains.Topics;
using MessagePack;

namespace Bulletin.Api.Contract;

/// <summary>The result of JoinTopic.</summary>
[MessagePackObject]
public sealed record JoinedView(
    [property: Key("topic")] TopicView Topic,
    [property: Key("messages")] IReadOnlyList<MessageView> Messages,
    [property: Key("revision")] long Revision,
    [property: Key("reset")] bool Reset)
{
    internal static JoinedView Of(Topic topic, IReadOnlyList<Message> messages, long revision, bool reset) =>
        new(TopicView.Of(topic), MessageView.Of(messages), revision, reset);
}

[MessagePackObject]
public sealed record TypingView(
    [property: Key("topicId")] Guid TopicId,
    [property: Key("user")] UserView User);
