using Bulletin.Api.Topics;
using MessagePack;

namespace Bulletin.Api.Contract;

/// <summary>The answer to JoinTopic.</summary>
[MessagePackObject]
public sealed record JoinedView(
    [property: Key("topic")] TopicView Topic,
    [property: Key("messages")] IReadOnlyList<MessageView> Messages,
    [property: Key("revision")] long Revision,
    [property: Key("reset")] bool Reset)
{
    internal static JoinedView Of(Joined joined) =>
        new(TopicView.Of(joined.Topic), MessageView.Of(joined.Messages), joined.Revision, joined.Reset);
}

[MessagePackObject]
public sealed record TypingView(
    [property: Key("topicId")] Guid TopicId,
    [property: Key("user")] UserView User);
