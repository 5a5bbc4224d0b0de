using Bulletin.Api.Fanout;
using Bulletin.Grains.Personal;
using Microsoft.AspNetCore.SignalR;

namespace Bulletin.Api.Personal;

/// <summary>What a person's connections are told of what is their own.</summary>
internal static class PersonalEvents
{
    public static HubEvent Of(PersonalChange change) => change switch
    {
        { State: { } state, What: StateChange.Read } => ReadMoved(state, change.Version),
        { State: { } state, What: StateChange.Level } => LevelChanged(state, change.Version),
        { State: { } state, What: StateChange.Draft } => DraftChanged(state, change.Version),
        { Notified: { } notification } => Notified(notification, change.UnreadNotifications ?? 0, change.Version),
        { NotificationsRead: { } read } => NotificationsRead(read, change.Version),
        _ => CountsChanged(change.Stale ?? [], change.Version),
    };

    /// <summary>
    /// What was missed, by version. How it came about is not known: each topic is told as a whole, and of notifications that were read only
    /// that there may be some.
    /// </summary>
    public static HubEvent[] Of(PersonalSnapshot snapshot)
    {
        var states = snapshot.Topics.SelectMany(state => (HubEvent[])[ReadMoved(state, state.Version), LevelChanged(state, state.Version), DraftChanged(state, state.Version)]);
        var notifications = snapshot.Notifications.Select(notification => Notified(notification, snapshot.UnreadNotifications, notification.Id));
        return [.. states.Concat(notifications).OrderBy(change => change.Revision), CountsChanged([], snapshot.Version)];
    }

    /// <param name="version">Events go on from there.</param>
    public static SerializedHubMessage WatchAgain(long version) => HubEvents.Of(nameof(WatchAgain), new WatchAgainView(version));

    private static HubEvent ReadMoved(TopicState state, long version) =>
        new(HubEvents.Of(nameof(ReadMoved), new ReadMovedView(state.TopicId, state.ReadSeq, state.Unread, state.Mentions, version)), version);

    private static HubEvent LevelChanged(TopicState state, long version) =>
        new(HubEvents.Of(nameof(LevelChanged), new LevelChangedView(state.TopicId, NotificationLevels.Text(state.Level), state.Following, state.Pinned, version)), version);

    private static HubEvent DraftChanged(TopicState state, long version) =>
        new(HubEvents.Of(nameof(DraftChanged), new DraftChangedView(state.TopicId, DraftView.Of(state.Draft), version)), version, Length: state.Draft?.Text.Length ?? 0);

    private static HubEvent Notified(Notification notification, int unread, long version) =>
        new(HubEvents.Of(nameof(Notified), new NotifiedView(NotificationView.Of(notification), unread, version)), version, Length: notification.Message?.Text?.Length ?? 0);

    private static HubEvent NotificationsRead(NotificationsRead read, long version) =>
        new(HubEvents.Of(nameof(NotificationsRead), new NotificationsReadView(read.UpTo, read.TopicId, read.Seq, read.Unread, version)), version);

    private static HubEvent CountsChanged(IReadOnlyList<Guid> topicIds, long version) =>
        new(HubEvents.Of(nameof(CountsChanged), new CountsChangedView(topicIds, version)), version);
}
