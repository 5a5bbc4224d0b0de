using System.Data.Common;
using Bulletin.Grains.Personal;
using static Bulletin.Grains.Storage.Sql.Rows;

namespace Bulletin.Grains.Storage.Sql;

internal sealed partial class SqlPersonalStore
{
    /// <summary>For a <c>WHERE</c> of notifications <c>n</c> with <see cref="About"/>: there is something to show.</summary>
    private const string Shown = $"{IsVisible} AND (n.seq = 0 OR m.seq IS NOT NULL AND m.deleted_at IS NULL)";

    private const string About = """
        JOIN topics t ON t.id = n.topic_id
        LEFT JOIN messages m ON m.topic_id = n.topic_id AND m.seq = n.seq
        """;

    public async Task<IReadOnlyList<long>?> Notify(
        Guid userId, long epoch, IReadOnlyList<(long Id, Delivery Delivery, bool IsRead)> notifications, CancellationToken cancellationToken)
    {
        var ids = await database.ChangeTogether([Insert(userId, notifications), IsClaimed(userId, epoch)], row => row.GetInt64(0), [], cancellationToken);
        if (ids.Count > 0) return ids;

        // None was new, or somebody else has the person's state by now.
        var epochs = await database.Query("SELECT epoch FROM user_epochs WHERE user_id = @user", row => row.GetInt64(0), cancellationToken, ("user", userId));
        return epochs is [var latest] && latest == epoch ? ids : null;
    }

    /// <remarks>Nothing is noted for an account that is closed.</remarks>
    private static SqlStatement Insert(Guid userId, IReadOnlyList<(long Id, Delivery Delivery, bool IsRead)> notifications) => new(
        $"""
        INSERT INTO notifications (user_id, id, kind, topic_id, seq, actor_id, emoji, created_at, read_at)
        SELECT @user, v.column1, v.column2, v.column3, v.column4, v.column5, v.column6, v.column7, CASE WHEN v.column8 THEN v.column7 END
        FROM (VALUES {SqlValues.Rows(notifications.Count, "id", "kind", "topic", "seq", "actor", "emoji", "created", "isRead")}) v
        WHERE EXISTS (SELECT 1 FROM users WHERE id = @user AND password_hash IS NOT NULL)
        ON CONFLICT DO NOTHING
        RETURNING id
        """,
        [
            ("user", userId),
            .. SqlValues.Of(
                ("id", notifications.Select(noted => (object)noted.Id)),
                ("kind", notifications.Select(noted => (object)(int)noted.Delivery.Kind!.Value)),
                ("topic", notifications.Select(noted => (object)noted.Delivery.TopicId)),
                ("seq", notifications.Select(noted => (object)noted.Delivery.Seq)),
                ("actor", notifications.Select(noted => (object)noted.Delivery.ActorId)),
                ("emoji", notifications.Select(noted => (object)(noted.Delivery.Emoji ?? ""))),
                ("created", notifications.Select(noted => (object)Milliseconds(noted.Delivery.At))),
                ("isRead", notifications.Select(noted => (object)noted.IsRead))),
        ]);

    public async Task<IReadOnlyList<Notification>> Notifications(
        Guid userId, bool unreadOnly, int limit, long after, long? before, CancellationToken cancellationToken)
    {
        var people = new People();
        var found = await database.Query(
            $"""
            SELECT {TopicRows.Columns}, n.id, n.kind, n.created_at, n.read_at, n.emoji, n.seq, n.actor_id, {UserColumnsOf("s")}, {MessageRows.Selected}
            FROM ({Listed(unreadOnly)}) page
            JOIN notifications n ON n.user_id = @user AND n.id = page.id
            {About}
            {TopicRows.Joins}
            LEFT JOIN users s ON s.id = n.actor_id
            LEFT JOIN users a ON a.id = m.author_id
            ORDER BY n.id DESC
            """,
            row => Notification(row, people), cancellationToken,
            ("user", userId), ("after", after), ("before", before ?? long.MaxValue), ("limit", limit));
        // A conversation has its people for a name.
        var topics = await MemberRows.WithPeople(database, [.. found.Select(notification => notification.Topic).DistinctBy(topic => topic.Id)], cancellationToken);
        var byId = topics.ToDictionary(topic => topic.Id);
        return [.. found.Select(notification => notification with { Topic = byId[notification.Topic.Id] })];
    }

    internal static string Listed(bool unreadOnly, string condition = "") => $"""
        SELECT n.id
        FROM notifications n
        {About}
        WHERE n.user_id = @user AND n.id > @after AND n.id < @before {(unreadOnly ? "AND n.read_at IS NULL" : "")} AND {Shown} {condition}
        ORDER BY n.id DESC
        LIMIT @limit
        """;

    private static readonly string IsNotMuted =
        $"AND NOT EXISTS (SELECT 1 FROM user_topics u WHERE u.user_id = @user AND u.topic_id = n.topic_id AND u.level = {(int)NotificationLevel.Muted})";

    public async Task<int> CountUnreadNotifications(Guid userId, CancellationToken cancellationToken)
    {
        var counts = await database.Query(
            $"SELECT count(*) FROM ({Listed(unreadOnly: true, IsNotMuted)}) unread", row => (int)row.GetInt64(0), cancellationToken,
            ("user", userId), ("after", 0L), ("before", long.MaxValue), ("limit", TopicState.MostCounted));
        return counts[0];
    }

    public async Task<IReadOnlyDictionary<Guid, long>> UnreadNotifications(Guid userId, CancellationToken cancellationToken)
    {
        var unread = await database.Query(
            "SELECT topic_id, min(seq) FROM notifications WHERE user_id = @user AND read_at IS NULL GROUP BY topic_id",
            row => (TopicId: row.GetGuid(0), Seq: row.GetInt64(1)), cancellationToken, ("user", userId));
        return unread.ToDictionary(topic => topic.TopicId, topic => topic.Seq);
    }

    private const string Read = "UPDATE notifications SET read_at = @at WHERE user_id = @user AND read_at IS NULL";

    public async Task<bool> ReadNotifications(Guid userId, long upTo, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var read = await database.Change(
            $"{Read} AND id <= @upTo RETURNING id", _ => true, cancellationToken, ("user", userId), ("at", Milliseconds(at)), ("upTo", upTo));
        return read.Count > 0;
    }

    public async Task<bool> ReadNotificationsOf(Guid userId, Guid topicId, long upToSeq, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var read = await database.Change(
            $"{Read} AND topic_id = @topic AND seq <= @seq RETURNING id", _ => true, cancellationToken,
            ("user", userId), ("at", Milliseconds(at)), ("topic", topicId), ("seq", upToSeq));
        return read.Count > 0;
    }

    public Task TrimNotifications(Guid userId, int keep, CancellationToken cancellationToken) => database.Change(
        """
        DELETE FROM notifications
        WHERE user_id = @user AND id <= (SELECT n.id FROM notifications n WHERE n.user_id = @user ORDER BY n.id DESC LIMIT 1 OFFSET @keep)
        RETURNING id
        """,
        _ => true, cancellationToken, ("user", userId), ("keep", keep));

    private const int Noted = TopicRows.Width, Actor = Noted + 6, Posted = Actor + 1 + UserColumns;

    private static Notification Notification(DbDataReader row, People people) => new(
        row.GetInt64(Noted),
        (NotificationKind)row.GetInt16(Noted + 1),
        TopicRows.Read(row, people),
        row.GetInt64(Noted + 5) == 0 ? null : MessageRows.Read(row, Posted, people),
        people.Of(row, Actor, Actor + 1),
        Time(row, Noted + 2),
        row.IsDBNull(Noted + 3) ? null : Time(row, Noted + 3),
        row.GetString(Noted + 4) is { Length: > 0 } emoji ? emoji : null);
}
