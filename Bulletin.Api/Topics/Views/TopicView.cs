using Bulletin.Grains.Topics;
using MessagePack;

namespace Bulletin.Api.Topics.Views;

/// <summary>A topic as lists show it.</summary>
/// <param name="Description">Null where there is none.</param>
/// <param name="LastActivityAt">When its latest message was posted; its creation while it has none.</param>
/// <param name="LastSeq">The seq of the latest message, 0 while there is none.</param>
/// <param name="Revision">How many changes (posts, edits, deletions) the topic has seen.</param>
/// <param name="LastMessage">The latest message in short; null while there is none.</param>
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

/// <summary>The latest message of a topic, in short.</summary>
/// <param name="Excerpt">Its first 140 characters; empty once deleted.</param>
[MessagePackObject]
public sealed record LastMessageView(
    [property: Key("seq")] long Seq,
    [property: Key("author")] UserView Author,
    [property: Key("excerpt")] string Excerpt)
{
    public static LastMessageView Of(LastMessage last) => new(last.Seq, UserView.Of(last.Author), last.Excerpt);
}

/// <summary>Topics by most recent activity.</summary>
/// <param name="Next">The cursor of the next page; null on the last one.</param>
[MessagePackObject]
public sealed record TopicPageView(
    [property: Key("items")] IReadOnlyList<TopicView> Items,
    [property: Key("next")] string? Next);
