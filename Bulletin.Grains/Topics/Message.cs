using Bulletin.Grains.Accounts;

namespace Bulletin.Grains.Topics;

/// <summary>One message of a topic, as of its last change.</summary>
/// <param name="Seq">Its permanent number in the topic: 1, 2, 3 … without gaps.</param>
/// <param name="Revision">The topic's revision of this message's last change (post, edit or deletion).</param>
/// <param name="ClientId">The id chosen by the author. Posting it again returns the same message.</param>
/// <param name="Text">Null once deleted.</param>
/// <param name="ReplyTo">The seq of the message it replies to.</param>
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
    [property: Id(9)] DateTimeOffset? DeletedAt);
