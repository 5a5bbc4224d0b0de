using System.Text.Json;
using Npgsql;

namespace Bulletin.SystemTests.Personal;

/// <summary>What the database holds, counted without any of the server's own queries.</summary>
internal sealed class Facts
{
    public const int MostCounted = 99;
    private const int Mention = 0, Reply = 1;
    private static readonly string[] s_levels = ["default", "muted", "mentions", "all"];

    private ILookup<Guid, Message> _messages = Enumerable.Empty<Message>().ToLookup(m => m.TopicId);
    private List<Row> _rows = [];
    private List<Note> _notes = [];

    private sealed record Message(Guid TopicId, long Seq, Guid AuthorId, bool IsDeleted, bool IsEdited, Guid[] Mentions);
    private sealed record Row(Guid UserId, Guid TopicId, long ReadSeq, string Level, bool Following, string? Draft, bool Pinned);
    private sealed record Note(Guid UserId, long Id, int Kind, Guid TopicId, long Seq, bool IsRead);

    /// <summary>Whether everything that happened in topics was followed.</summary>
    public bool IsFollowed { get; private init; }

    /// <summary>What people may see.</summary>
    private const string Visible = """
        t.removed_at IS NULL AND (t.access = 0 OR EXISTS (SELECT 1 FROM topic_members k WHERE k.topic_id = t.id AND k.user_id = o.user_id))
        """;

    public static async Task<Facts> Read(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        var behind = await connection.Rows(
            """
            SELECT 1 FROM topics t LEFT JOIN follow_marks f ON f.topic_id = t.id
            WHERE t.seq > coalesce(f.seq, 0) OR t.revision > coalesce(f.revision, 0) OR t.members_version > coalesce(f.members_version, 0)
            """, _ => true);
        var messages = await connection.Rows(
            "SELECT topic_id, seq, author_id, deleted_at IS NOT NULL, edited_at IS NOT NULL, mentions FROM messages ORDER BY seq",
            row => new Message(
                row.GetGuid(0), row.GetInt64(1), row.GetGuid(2), row.GetBoolean(3), row.GetBoolean(4),
                row.IsDBNull(5) ? [] : JsonSerializer.Deserialize<Guid[]>(row.GetString(5))!));
        return new()
        {
            IsFollowed = behind.Count == 0,
            _messages = messages.ToLookup(m => m.TopicId),
            _rows = await connection.Rows(
                $"SELECT o.user_id, o.topic_id, o.read_seq, o.level, o.following, o.draft, o.pinned FROM user_topics o JOIN topics t ON t.id = o.topic_id WHERE {Visible}",
                row => new Row(
                    row.GetGuid(0), row.GetGuid(1), row.GetInt64(2), s_levels[row.GetInt16(3)], row.GetBoolean(4), row.IsDBNull(5) ? null : row.GetString(5), row.GetBoolean(6))),
            _notes = await connection.Rows(
                $"""
                SELECT o.user_id, o.id, o.kind, o.topic_id, o.seq, o.read_at IS NOT NULL FROM notifications o JOIN topics t ON t.id = o.topic_id
                WHERE {Visible} AND NOT EXISTS (SELECT 1 FROM messages m WHERE m.topic_id = o.topic_id AND m.seq = o.seq AND m.deleted_at IS NOT NULL)
                ORDER BY o.id DESC
                """,
                row => new Note(row.GetGuid(0), row.GetInt64(1), row.GetInt16(2), row.GetGuid(3), row.GetInt64(4), row.GetBoolean(5))),
        };
    }

    public Dictionary<Guid, OwnTopic> TopicsOf(Guid userId) => _rows.Where(row => row.UserId == userId)
        .ToDictionary(row => row.TopicId, row => new OwnTopic(row.Level, row.Following, row.Pinned, row.Draft, FirstUnread(userId, row.TopicId, row.ReadSeq)));

    public Dictionary<Guid, Counts> CountsOf(Guid userId) => _rows.Where(row => row.UserId == userId).ToDictionary(row => row.TopicId, row => new Counts(
        Math.Min(MostCounted, Unread(userId, row.TopicId, row.ReadSeq).Count()),
        Math.Min(MostCounted, _notes.Count(note => note.Kind is Mention or Reply && note.UserId == userId && note.TopicId == row.TopicId && note.Seq > row.ReadSeq))));

    public long? FirstUnread(Guid userId, Guid topicId, long readSeq) => Unread(userId, topicId, readSeq).Select(m => (long?)m.Seq).FirstOrDefault();

    /// <summary>The seq of the latest message of each topic.</summary>
    public Dictionary<Guid, long> Heads => _messages.ToDictionary(topic => topic.Key, topic => topic.Max(m => m.Seq));

    /// <summary>The ids of their notifications, newest first.</summary>
    public IEnumerable<(long Id, bool IsRead)> NotificationsOf(Guid userId) => _notes.Where(note => note.UserId == userId).Select(note => (note.Id, note.IsRead));

    /// <summary>How many of them are unread: those of muted topics don't count.</summary>
    public int UnreadNotificationsOf(Guid userId)
    {
        var muted = _rows.Where(row => row.UserId == userId && row.Level == "muted").Select(row => row.TopicId).ToHashSet();
        return Math.Min(MostCounted, _notes.Count(note => note.UserId == userId && !note.IsRead && !muted.Contains(note.TopicId)));
    }

    /// <summary>Messages that mention somebody who was not notified exactly once. Only those that nobody has changed: an edit notifies nobody.</summary>
    /// <param name="since">Of the messages after these.</param>
    /// <param name="isExpected">Whether that person was to be notified of what was posted in a topic, all the time.</param>
    public IReadOnlyList<string> WrongMentions(IReadOnlyDictionary<Guid, long> since, Func<Guid, Guid, bool> isExpected) =>
    [
        .. from message in _messages.SelectMany(topic => topic)
           where message.Seq > since.GetValueOrDefault(message.TopicId) && !message.IsDeleted && !message.IsEdited
           from userId in message.Mentions
           where userId != message.AuthorId && isExpected(userId, message.TopicId)
           let times = _notes.Count(note => note.UserId == userId && note.TopicId == message.TopicId && note.Seq == message.Seq && note.Kind == Mention)
           where times != 1
           select $"{userId} was notified {times} times of message {message.Seq} in {message.TopicId}",
    ];

    private IEnumerable<Message> Unread(Guid userId, Guid topicId, long readSeq) =>
        _messages[topicId].Where(m => m.Seq > readSeq && !m.IsDeleted && m.AuthorId != userId);
}
