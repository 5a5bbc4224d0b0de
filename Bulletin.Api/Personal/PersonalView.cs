using Bulletin.Api.Responses;
using Bulletin.Grains.Personal;
using MessagePack;

namespace Bulletin.Api.Personal;

/// <summary>The result of WatchMe.</summary>
/// <param name="Version">What the answer is as of. Give it when you watch again.</param>
/// <param name="Topics">What has changed since the version that was given; if <paramref name="Reset"/> up to 500 topics, those that are pinned first, then those with a draft or something unread.</param>
/// <param name="Notifications">Those that came since, newest first; at most 50.</param>
/// <param name="UnreadNotifications">How many are unread altogether. 99 means 99 or more.</param>
/// <param name="Reset">Discard what you hold: the version that was given is not known.</param>
[MessagePackObject]
public sealed record PersonalView(
    [property: Key("version")] long Version,
    [property: Key("topics")] IReadOnlyList<TopicStateView> Topics,
    [property: Key("notifications")] IReadOnlyList<NotificationView> Notifications,
    [property: Key("unreadNotifications")] int UnreadNotifications,
    [property: Key("reset")] bool Reset)
{
    internal static PersonalView Of(PersonalSnapshot snapshot) => new(
        snapshot.Version, [.. snapshot.Topics.Select(TopicStateView.Of)], [.. snapshot.Notifications.Select(NotificationView.Of)],
        snapshot.UnreadNotifications, snapshot.Reset);

    internal static SharedAnswer Shared(PersonalSnapshot snapshot) =>
        new(Of(snapshot), snapshot.Topics.Sum(TopicStateView.RoughBytes) + snapshot.Notifications.Sum(NotificationView.RoughBytes));
}
