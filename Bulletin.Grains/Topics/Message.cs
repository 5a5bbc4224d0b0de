using Bulletin.Grains.Accounts;

namespace Bulletin.Grains.Topics;

/// <summary>One message of a topic, as of its last change.</summary>
/// <param name="Seq">Its permanent number in the topic: 1, 2, 3 … without gaps.</param>
/// <param name="Revision">The topic's revision of this message's last change (post, edit, deletion or reaction).</param>
/// <param name="ClientId">The id chosen by the author. Posting it again returns the same message.</param>
/// <param name="Text">Null once deleted.</param>
/// <param name="ReplyTo">The seq of the message it replies to.</param>
/// <param name="Mentions">The people whom its text mentions by name, as of when it was written. Null: nobody.</param>
/// <param name="MentionsAll">Whether its text mentions everybody: the members of a private topic, the followers of a public one.</param>
/// <param name="Reactions">Each emoji once, in the order in which they came. Null: none.</param>
/// <param name="TextRevision">The revision of the change that gave it its text, if there were reactions since. Null: <paramref name="Revision"/>.</param>
[GenerateSerializer, Immutable, Alias("bulletin.message")]
public sealed record Message(
    [property: Id(0)] Guid TopicId,
    [property: Id(1)] long Seq,
    [property: Id(2)] long Revision,
    [property: Id(3)] Guid ClientId,
    [property: Id(4)] User Author,
    [property: Id(5)] string? Text,
    [property: Id(6)] long? ReplyTo,
    [property: Id(7)] DateTimeOffset CreatedAt,
    [property: Id(8)] DateTimeOffset? EditedAt,
    [property: Id(9)] DateTimeOffset? DeletedAt,
    [property: Id(10)] IReadOnlyList<Guid>? Mentions = null,
    [property: Id(11)] bool MentionsAll = false,
    [property: Id(12)] IReadOnlyList<Reaction>? Reactions = null,
    [property: Id(13)] long? TextRevision = null)
{
    /// <summary>The revision from which on it has had its text.</summary>
    internal long RevisionOfText => TextRevision ?? Revision;

    /// <summary>It as a tombstone: nothing is left that tells what it said, or whom that concerned.</summary>
    internal Message Deleted(long revision, DateTimeOffset at) => this with
    {
        Revision = revision, Text = null, DeletedAt = at, Mentions = null, MentionsAll = false, Reactions = null, TextRevision = null,
    };
}

/// <summary>An emoji, and who has reacted with it, in the order in which they did.</summary>
[GenerateSerializer, Immutable, Alias("bulletin.reaction")]
public sealed record Reaction([property: Id(0)] string Emoji, [property: Id(1)] IReadOnlyList<Guid> UserIds)
{
    /// <summary>How many kinds of reactions a message has at most, and how many reactions altogether.</summary>
    public const int MostKinds = 20, Most = 1_000;

    /// <remarks>By the ids: lists are compared by reference otherwise.</remarks>
    public bool Equals(Reaction? other) => other is not null && Emoji == other.Emoji && UserIds.SequenceEqual(other.UserIds);

    public override int GetHashCode() => HashCode.Combine(Emoji, UserIds.Count);

    internal Reaction With(Guid userId)
    {
        Guid[] userIds = [.. UserIds, userId];
        return this with { UserIds = userIds };
    }

    internal Reaction Without(Guid userId)
    {
        Guid[] userIds = [.. UserIds.Where(id => id != userId)];
        return this with { UserIds = userIds };
    }
}
