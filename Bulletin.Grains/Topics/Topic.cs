using Bulletin.Grains.Accounts;
using Bulletin.Grains.Topics.Memory;

namespace Bulletin.Grains.Topics;

/// <summary>A topic as lists show it.</summary>
/// <param name="LastActivityAt">When its latest message was posted, or its creation if it has none.</param>
/// <param name="LastSeq">The seq of the latest message. 0 if there is none.</param>
/// <param name="Revision">The number of changes (posts, edits, deletions) to the topic.</param>
[GenerateSerializer, Immutable, Alias("bulletin.topic")]
public sealed record Topic(
    [property: Id(0)] Guid Id,
    [property: Id(1)] string Name,
    [property: Id(2)] string? Description,
    [property: Id(3)] DateTimeOffset CreatedAt,
    [property: Id(4)] User CreatedBy,
    [property: Id(5)] DateTimeOffset LastActivityAt,
    [property: Id(6)] long LastSeq,
    [property: Id(7)] long Revision,
    [property: Id(8)] LastMessage? LastMessage)
{
    /// <summary>The topic after the next change of one of its messages.</summary>
    public Topic After(Message changed) => this with
    {
        Revision = changed.Revision,
        LastSeq = Math.Max(LastSeq, changed.Seq),
        LastActivityAt = changed.Seq > LastSeq ? changed.CreatedAt : LastActivityAt,
        LastMessage = changed.Seq >= LastSeq ? Excerpt.Of(changed) : LastMessage,
    };
}

/// <summary>A summary of a topic's latest message.</summary>
/// <param name="Excerpt">Its first <see cref="ExcerptLength"/> characters (Unicode scalar values). Empty once deleted.</param>
[GenerateSerializer, Immutable, Alias("bulletin.last-message")]
public sealed record LastMessage(
    [property: Id(0)] long Seq,
    [property: Id(1)] User Author,
    [property: Id(2)] string Excerpt)
{
    public const int ExcerptLength = 140;
}
