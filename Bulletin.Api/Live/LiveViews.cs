using Bulletin.Api.Topics;
using MessagePack;

namespace Bulletin.Api.Live;

/// <summary>The answer to JoinTopic.</summary>
[MessagePackObject]
public sealed record JoinedView(
    [property: Key("topic")] TopicView Topic,
    [property: Key("messages")] IReadOnlyList<MessageView> Messages,
    [property: Key("revision")] long Revision,
    [property: Key("reset")] bool Reset)
{
    internal static JoinedView Of(Joined joined) =>
        new(TopicView.Of(joined.Topic), [.. joined.Messages.Select(MessageView.Of)], joined.Revision, joined.Reset);
}

[MessagePackObject]
public sealed record TypingView(
    [property: Key("topicId")] string TopicId,
    [property: Key("user")] UserView User);
