using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Memory;
using MessagePack;

namespace Bulletin.Api.Contract;

/// <summary>A topic as lists show it.</summary>
/// <param name="Description">Null if there is none.</param>
/// <param name="LastActivityAt">When its latest message was posted, or its creation if it has none.</param>
/// <param name="LastSeq">The seq of the latest message. 0 if there is none.</param>
/// <param name="Revision">The number of changes (posts, edits, deletions) to the topic.</param>
/// <param name="LastMessage">A summary of the latest message. Null if there is none.</param>
[MessagePackObject]
public sealed record TopicView(
    [property: Key("id")] Guid Id,
    [property: Key("name")] string Name,
    [property: Key("description")] string? Description,
    [property: Key("createdAt"), MessagePackFormatter(typeof(Rfc3339Formatter))] DateTimeOffset CreatedAt,
    [property: Key("createdBy")] UserView CreatedBy,
    [property: Key("lastActivityAt"), MessagePackFormatter(typeof(Rfc3339Formatter))] DateTimeOffset LastActivityAt,
    [property: Key("lastSeq")] long LastSeq,
    [property: Key("revision")] long Revision,
    [property: Key("lastMessage")] LastMessageView? LastMessage)
{
    public static TopicView Of(Topic topic) => new(
        topic.Id, topic.Name, topic.Description, topic.CreatedAt, UserView.Of(topic.CreatedBy), topic.LastActivityAt,
        topic.LastSeq, topic.Revision, topic.LastMessage is { } last ? LastMessageView.Of(last) : null);
}

/// <summary>A summary of a topic's latest message.</summary>
/// <param name="Excerpt">Its first 140 characters. Empty once deleted.</param>
[MessagePackObject]
public sealed record LastMessageView(
    [property: Key("seq")] long Seq,
    [property: Key("author")] UserView Author,
    [property: Key("excerpt")] string Excerpt)
{
    public static LastMessageView Of(LastMessage last) => new(last.Seq, UserView.Of(last.Author), last.Excerpt);
}

/// <summary>Topics, most recently active first.</summary>
/// <param name="Next">The cursor of the next page. Null on the last one.</param>
[MessagePackObject]
public sealed record TopicPageView(
    [property: Key("items")] IReadOnlyList<TopicView> Items,
    [property: Key("next")] string? Next);
