using MessagePack;

namespace Bulletin.Api.Personal;

// What the hub tells a person's connections. Each carries the person's version from then on.

[MessagePackObject]
public sealed record ReadMovedView(
    [property: Key("topicId")] Guid TopicId,
    [property: Key("readSeq")] long ReadSeq,
    [property: Key("unread")] int Unread,
    [property: Key("mentions")] int Mentions,
    [property: Key("version")] long Version);

[MessagePackObject]
public sealed record LevelChangedView(
    [property: Key("topicId")] Guid TopicId,
    [property: Key("level")] string Level,
    [property: Key("following")] bool Following,
    [property: Key("pinned")] bool Pinned,
    [property: Key("version")] long Version);

[MessagePackObject]
public sealed record DraftChangedView(
    [property: Key("topicId")] Guid TopicId,
    [property: Key("draft")] DraftView? Draft,
    [property: Key("version")] long Version);

/// <param name="Unread">How many notifications are unread.</param>
[MessagePackObject]
public sealed record NotifiedView(
    [property: Key("notification")] NotificationView Notification,
    [property: Key("unread")] int Unread,
    [property: Key("version")] long Version);

/// <param name="UpTo">Notifications up to this id are read; 0 if none was read by its id.</param>
/// <param name="TopicId">The topic in which messages were read, and so their notifications. Null if none was.</param>
/// <param name="Seq">The last of these messages.</param>
/// <param name="Unread">How many are unread now.</param>
[MessagePackObject]
public sealed record NotificationsReadView(
    [property: Key("upTo")] long UpTo,
    [property: Key("topicId")] Guid? TopicId,
    [property: Key("seq")] long Seq,
    [property: Key("unread")] int Unread,
    [property: Key("version")] long Version);

/// <summary>What a client holds is out of date: it watches again, without a version.</summary>
[MessagePackObject]
public sealed record WatchAgainView([property: Key("version")] long Version);

/// <param name="TopicIds">The topics whose counts may have changed. The number of unread notifications may have changed too.</param>
[MessagePackObject]
public sealed record CountsChangedView(
    [property: Key("topicIds")] IReadOnlyList<Guid> TopicIds,
    [property: Key("version")] long Version);
