using Bulletin.Grains.Accounts;
using Bulletin.Grains.Topics;

namespace Bulletin.Grains.Personal;

/// <summary>Why a person is notified. Stored as a number.</summary>
[GenerateSerializer, Alias("bulletin.notification-kind")]
public enum NotificationKind
{
    /// <summary>A message mentions them, by name or with everybody.</summary>
    Mention = 0,
    /// <summary>A message replies to one of theirs.</summary>
    Reply = 1,
    /// <summary>A message in a direct conversation.</summary>
    Direct = 2,
    /// <summary>A message in a topic of which they want to be told everything.</summary>
    Message = 3,
    /// <summary>They were added to a private topic.</summary>
    Invitation = 4,
    /// <summary>Somebody has reacted to their message.</summary>
    Reaction = 5,
}

/// <param name="Id">The person's version at which it came: later ones have greater ids.</param>
/// <param name="Message">Null for an invitation.</param>
/// <param name="Actor">Who wrote, added them or reacted.</param>
/// <param name="ReadAt">Null if it is unread. Reading a topic up to its message reads it.</param>
/// <param name="Emoji">Of a reaction; otherwise null.</param>
[GenerateSerializer, Immutable, Alias("bulletin.notification")]
public sealed record Notification(
    [property: Id(0)] long Id,
    [property: Id(1)] NotificationKind Kind,
    [property: Id(2)] Topic Topic,
    [property: Id(3)] Message? Message,
    [property: Id(4)] User Actor,
    [property: Id(5)] DateTimeOffset CreatedAt,
    [property: Id(6)] DateTimeOffset? ReadAt,
    [property: Id(7)] string? Emoji = null);

/// <summary>Newest first. Only of topics that the person may see, and of messages that are there.</summary>
/// <param name="Unread">How many are unread altogether: exact below <see cref="TopicState.MostCounted"/>.</param>
[GenerateSerializer, Immutable, Alias("bulletin.notification-page")]
public sealed record NotificationPage(
    [property: Id(0)] IReadOnlyList<Notification> Items,
    [property: Id(1)] long? Next,
    [property: Id(2)] int Unread);

/// <summary>Something that a follower of the log has found for a person.</summary>
/// <param name="Kind">Null if there is nothing to notify of: they only begin to follow.</param>
/// <param name="Seq">Of the message; 0 for an invitation.</param>
/// <param name="ReadSeq">Where they begin if they have nothing of the topic yet.</param>
/// <param name="Follows">Whether they follow the topic from now on, if they don't yet: they have posted in it, or came into it.</param>
[GenerateSerializer, Immutable, Alias("bulletin.delivery")]
public sealed record Delivery(
    [property: Id(0)] Guid TopicId,
    [property: Id(1)] NotificationKind? Kind,
    [property: Id(2)] long Seq,
    [property: Id(3)] Guid ActorId,
    [property: Id(4)] DateTimeOffset At,
    [property: Id(5)] long ReadSeq,
    [property: Id(6)] bool Follows,
    [property: Id(7)] string? Emoji = null);
