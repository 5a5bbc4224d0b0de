using Bulletin.Api.Contract;
using Bulletin.Grains.Personal;
using MessagePack;

namespace Bulletin.Api.Personal;

/// <summary>Something that a person is notified of.</summary>
/// <param name="Id">Later ones have greater ids.</param>
/// <param name="Kind"><c>mention</c>, <c>reply</c>, <c>direct</c>, <c>message</c>, <c>invitation</c> (into a private topic) or <c>reaction</c>.</param>
/// <param name="Message">Null for an invitation.</param>
/// <param name="Actor">Who wrote, added them or reacted.</param>
/// <param name="Emoji">Of a reaction; otherwise null.</param>
/// <param name="ReadAt">Null if it is unread.</param>
[MessagePackObject]
public sealed record NotificationView(
    [property: Key("id")] long Id,
    [property: Key("kind"), NamesOf(typeof(NotificationKinds))] string Kind,
    [property: Key("topic")] TopicView Topic,
    [property: Key("message")] MessageView? Message,
    [property: Key("actor")] UserView Actor,
    [property: Key("emoji")] string? Emoji,
    [property: Key("createdAt"), MessagePackFormatter(typeof(Rfc3339Formatter))] DateTimeOffset CreatedAt,
    [property: Key("readAt"), MessagePackFormatter(typeof(OptionalRfc3339Formatter))] DateTimeOffset? ReadAt)
{
    private const int BesideMessage = 1_500;

    internal static NotificationView Of(Notification notification) => new(
        notification.Id, NotificationKinds.Text(notification.Kind), TopicView.Of(notification.Topic), notification.Message is { } message ? MessageView.Of(message) : null,
        UserView.Of(notification.Actor), notification.Emoji, notification.CreatedAt, notification.ReadAt);

    /// <summary>The approximate size in bytes.</summary>
    internal static int RoughBytes(Notification notification) =>
        BesideMessage + (notification.Message is { } message ? MessageView.RoughBytes([message]) : 0);
}

/// <summary>Kinds of notifications as clients see them.</summary>
internal static class NotificationKinds
{
    public const string Mention = "mention", Reply = "reply", Direct = "direct", Message = "message", Invitation = "invitation", Reaction = "reaction";

    public static string Text(NotificationKind kind) => kind switch
    {
        NotificationKind.Mention => Mention,
        NotificationKind.Reply => Reply,
        NotificationKind.Direct => Direct,
        NotificationKind.Invitation => Invitation,
        NotificationKind.Reaction => Reaction,
        _ => Message,
    };
}

/// <summary>Notifications, newest first.</summary>
/// <param name="Next">The cursor of the next page. Null on the last one.</param>
/// <param name="Unread">How many are unread altogether. 99 means 99 or more.</param>
public sealed record NotificationPageView(IReadOnlyList<NotificationView> Items, string? Next, int Unread);

/// <param name="Unread">How many notifications are unread. 99 means 99 or more.</param>
public sealed record UnreadNotificationsView(int Unread);
