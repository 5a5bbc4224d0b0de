using Bulletin.Grains.Accounts;
using Bulletin.Grains.Topics.Members;
using Bulletin.Grains.Topics.Memory;

namespace Bulletin.Grains.Topics;

/// <summary>A topic as lists show it.</summary>
/// <param name="LastActivityAt">When its latest message was posted, or its creation if it has none.</param>
/// <param name="LastSeq">The seq of the latest message. 0 if there is none.</param>
/// <param name="Revision">The number of changes (posts, edits, deletions, reactions) to the topic.</param>
/// <param name="Locked">Whether nobody may post or edit.</param>
/// <param name="ResolvedAt">When it was marked as resolved; null if it is not.</param>
/// <param name="MemberCount">Null for a public topic.</param>
/// <param name="People">The people of a direct conversation, which has no name; null for any other topic.</param>
/// <param name="MembersVersion">The <see cref="Readers.Version"/>.</param>
/// <param name="Pins">The seqs of pinned messages, in the order in which they were pinned. Null: none.</param>
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
    [property: Id(8)] LastMessage? LastMessage,
    [property: Id(9)] Access Access = Access.Public,
    [property: Id(10)] bool Locked = false,
    [property: Id(11)] DateTimeOffset? ResolvedAt = null,
    [property: Id(12)] int? MemberCount = null,
    [property: Id(13)] IReadOnlyList<User>? People = null,
    [property: Id(14)] long MembersVersion = 0,
    [property: Id(15)] IReadOnlyList<long>? Pins = null)
{
    /// <summary>How many messages may be pinned.</summary>
    public const int MostPins = 50;

    /// <summary>The topic with these members.</summary>
    internal Topic With(TopicMembers members) => members.Access == Access.Public ? this : this with
    {
        MemberCount = members.ById.Count,
        People = members.Access == Access.Direct ? [.. members.InOrder.Select(member => member.User)] : null,
        MembersVersion = members.Version,
    };

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
