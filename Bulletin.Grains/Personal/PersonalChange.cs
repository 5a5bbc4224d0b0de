namespace Bulletin.Grains.Personal;

/// <summary>
/// A change of what is a person's own: of a state, by a notification that has come, or of notifications that were read. If it is none of these, counts have
/// changed, and whoever shows them asks again.
/// </summary>
/// <param name="Before">The version before it.</param>
/// <param name="Version">The version from now on.</param>
/// <param name="What">What of <paramref name="State"/> has changed.</param>
/// <param name="State">The state as a whole; then the following are null.</param>
/// <param name="Notified">The notification that has come, with <paramref name="UnreadNotifications"/>; otherwise null.</param>
/// <param name="Stale">The topics whose counts are to be asked for again; null if none.</param>
/// <param name="UnreadNotifications">How many notifications are unread now, if one has come; otherwise null.</param>
[GenerateSerializer, Immutable, Alias("bulletin.personal-change")]
public sealed record PersonalChange(
    [property: Id(0)] long Before,
    [property: Id(1)] long Version,
    [property: Id(2)] StateChange What = StateChange.None,
    [property: Id(3)] TopicState? State = null,
    [property: Id(4)] Notification? Notified = null,
    [property: Id(5)] NotificationsRead? NotificationsRead = null,
    [property: Id(6)] IReadOnlyList<Guid>? Stale = null,
    [property: Id(7)] int? UnreadNotifications = null);

[GenerateSerializer, Alias("bulletin.state-change")]
public enum StateChange
{
    None = 0,
    Read = 1,
    Level = 2,
    Draft = 3,
}

/// <summary>Which notifications were read, if any: all up to an id, or those of a topic's messages. Muting a topic changes the number alone.</summary>
/// <param name="UpTo">The id up to which they are read; 0 if none was read by its id.</param>
/// <param name="Unread">How many are unread now.</param>
/// <param name="TopicId">The topic in which messages were read; null if none was.</param>
/// <param name="Seq">The last of these messages.</param>
[GenerateSerializer, Immutable, Alias("bulletin.notifications-read")]
public sealed record NotificationsRead(
    [property: Id(0)] long UpTo, [property: Id(1)] int Unread, [property: Id(2)] Guid? TopicId = null, [property: Id(3)] long Seq = 0);

/// <summary>What a gateway, and through it a client, is answered when it begins to watch.</summary>
/// <param name="Topics">The states that have changed since the version it has; if <paramref name="Reset"/> up to 500 of all, those that are pinned first, then those with a draft or something unread.</param>
/// <param name="Notifications">Those that came since, newest first; at most 50.</param>
/// <param name="UnreadNotifications">How many are unread altogether.</param>
/// <param name="Reset">The version it has is not known: what it holds is out of date.</param>
/// <param name="Silo">The silo the grain is active on.</param>
[GenerateSerializer, Immutable, Alias("bulletin.personal-snapshot")]
public sealed record PersonalSnapshot(
    [property: Id(0)] long Version,
    [property: Id(1)] IReadOnlyList<TopicState> Topics,
    [property: Id(2)] IReadOnlyList<Notification> Notifications,
    [property: Id(3)] int UnreadNotifications,
    [property: Id(4)] bool Reset,
    [property: Id(5)] string? Silo);
