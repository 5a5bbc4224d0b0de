namespace Bulletin.Grains.Administration;

/// <summary>Lists what somebody has posted since a time, to delete it.</summary>
/// <param name="Since">Not earlier.</param>
/// <param name="After">Where the list before ended; null at first.</param>
[GenerateSerializer, Immutable, Alias("bulletin.find-messages-to-delete")]
public sealed record FindMessagesToDelete(
    [property: Id(0)] Guid AuthorId,
    [property: Id(1)] DateTimeOffset Since,
    [property: Id(2)] ListPlace? After);

/// <summary>The messages to delete next, newest first: at most <see cref="Most"/>. Without their texts, so that nobody reads a private topic by this.</summary>
/// <param name="Next">Where to go on once these are deleted; null at the end. There may be none in this list and still be more.</param>
[GenerateSerializer, Immutable, Alias("bulletin.messages-to-delete")]
public sealed record MessagesToDelete(
    [property: Id(0)] IReadOnlyList<MessagePlace> Items,
    [property: Id(1)] ListPlace? Next)
{
    public const int Most = 200;
}

[GenerateSerializer, Immutable, Alias("bulletin.message-place")]
public sealed record MessagePlace(
    [property: Id(0)] Guid TopicId,
    [property: Id(1)] long Seq);
