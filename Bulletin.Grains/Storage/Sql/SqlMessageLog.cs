using System.Data.Common;
using System.Text;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Members;
using Bulletin.Grains.Topics.Memory;
using Bulletin.Grains.Topics.Writing;
using static Bulletin.Grains.Storage.Sql.Rows;

namespace Bulletin.Grains.Storage.Sql;

/// <summary>The messages of all topics. Pages use keyset pagination on an index: no offset, no count.</summary>
internal sealed class SqlMessageLog(SqlDatabase database) : IMessageLog
{
    /// <summary>How many messages, deleted or not, are searched at once for expired ones.</summary>
    private const int ExpiryReach = 1_000;

    // A topic's messages can be read only while the topic exists.
    private const string OfTopic = """
        FROM messages m
        JOIN topics t ON t.id = m.topic_id AND t.removed_at IS NULL
        LEFT JOIN users a ON a.id = m.author_id
        WHERE m.topic_id = @topic
        """;

    private static readonly string Messages = $"SELECT {MessageRows.Selected} {OfTopic}";

    private static readonly string PostedMessage =
        $"SELECT {MessageRows.Selected}, m.posted_fingerprint {OfTopic} AND m.author_id = @author AND m.client_id = @client";

    // One statement, hence one snapshot: the head and its messages belong together. Seqs have no gap, so the latest are a range.
    private static readonly string LoadTopic = $"""
        SELECT {TopicColumns}, {MessageRows.Selected}
        FROM topics t
        LEFT JOIN users c ON c.id = t.created_by
        LEFT JOIN messages m ON m.topic_id = t.id AND m.seq > t.seq - @latest
        LEFT JOIN users a ON a.id = m.author_id
        WHERE t.id = @topic AND t.removed_at IS NULL
        ORDER BY m.seq
        """;

    public async Task<StoredTopic?> Load(Guid topicId, int latest, CancellationToken cancellationToken)
    {
        // At least one message, because the topic includes its last one. Each row repeats the topic, which is read once.
        Topic? topic = null;
        var people = new People();
        Message? Row(DbDataReader row)
        {
            topic ??= Topic(row, people, last: null);
            return row.IsDBNull(TopicWidth) ? null : MessageRows.Read(row, TopicWidth, people);
        }

        var rows = await database.Query(LoadTopic, Row, cancellationToken, ("topic", topicId), ("latest", Math.Max(latest, 1)));
        if (topic is null) return null;

        List<Message> messages = [.. rows.OfType<Message>()];
        if (messages is [.., var last])
            topic = topic with { LastMessage = new LastMessage(last.Seq, last.Author, Excerpt.Of(last.Text)) };
        if (latest < messages.Count) messages.RemoveRange(0, messages.Count - latest);
        if (topic.Access == Access.Public) return new StoredTopic(topic, messages);

        // Null: the topic was removed meanwhile.
        return await MemberRows.Load(database, topicId, cancellationToken) is { } members
            ? new StoredTopic(topic.With(members), messages, members)
            : null;
    }

    public async Task<TopicClaim?> Claim(Guid topicId, CancellationToken cancellationToken)
    {
        var claims = await database.Change(
            $"UPDATE topics SET epoch = epoch + 1 WHERE id = @topic AND removed_at IS NULL RETURNING {ClaimColumns}",
            Claimed,
            cancellationToken,
            ("topic", topicId));
        return claims.Count == 0 ? null : claims[0];
    }

    public async Task<IReadOnlyList<Message>> Before(Guid topicId, long before, int limit, CancellationToken cancellationToken)
    {
        var messages = await Read(
            $"{Messages} AND m.seq < @before ORDER BY m.seq DESC LIMIT @limit",
            cancellationToken, ("topic", topicId), ("before", before), ("limit", limit));
        messages.Reverse();
        return messages;
    }

    public async Task<IReadOnlyList<Message>> After(Guid topicId, long after, int limit, CancellationToken cancellationToken) =>
        await Read(
            $"{Messages} AND m.seq > @after ORDER BY m.seq LIMIT @limit",
            cancellationToken, ("topic", topicId), ("after", after), ("limit", limit));

    public async Task<Message?> One(Guid topicId, long seq, CancellationToken cancellationToken)
    {
        var messages = await Read($"{Messages} AND m.seq = @seq", cancellationToken, ("topic", topicId), ("seq", seq));
        return messages is [var message] ? message : null;
    }

    public async Task<IReadOnlyList<Message>> Some(Guid topicId, IReadOnlyList<long> seqs, CancellationToken cancellationToken)
    {
        if (seqs.Count == 0) return [];
        var people = new People();
        return await database.Query(
            $"{Messages} AND m.seq IN ({SqlValues.Rows(seqs.Count, "seq")})",
            row => MessageRows.Read(row, 0, people), cancellationToken, [("topic", topicId), .. SqlValues.Of("seq", seqs)]);
    }

    public async Task<IReadOnlyList<Message>> ChangedAfter(Guid topicId, long after, int limit, CancellationToken cancellationToken) =>
        await Read(
            $"{Messages} AND m.revision > @after ORDER BY m.revision LIMIT @limit",
            cancellationToken, ("topic", topicId), ("after", after), ("limit", limit));

    public async Task<IReadOnlyList<EarlierText>> History(Guid topicId, long seq, CancellationToken cancellationToken)
    {
        var bytes = 0;
        var texts = await database.Query(
            $"""
            SELECT x.revision, x.at, x.text
            FROM message_texts x
            JOIN topics t ON t.id = x.topic_id AND t.removed_at IS NULL
            WHERE x.topic_id = @topic AND x.seq = @seq
            ORDER BY x.revision DESC
            LIMIT {EarlierText.MostOfMessage}
            """,
            row => new EarlierText(row.GetInt64(0), Time(row, 1), row.GetString(2)),
            text => (bytes += Encoding.UTF8.GetByteCount(text.Text)) > PageBytes.Max,
            cancellationToken, ("topic", topicId), ("seq", seq));
        texts.Reverse();
        return texts;
    }

    public async Task<ExpiredMessages?> Expired(Guid topicId, DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        var ranges = await database.Query(
            "SELECT expired_seq, seq FROM topics WHERE id = @topic AND removed_at IS NULL",
            row => (After: row.GetInt64(0), Head: row.GetInt64(1)), cancellationToken, ("topic", topicId));
        if (ranges is not [var (after, head)] || after >= head) return null;

        // Seqs have no gap, so this is a limited number of rows. Later messages have later times, so the first that is too new is the end.
        var end = Math.Min(after + ExpiryReach, head);
        var people = new People();
        var oldest = await database.Query(
            $"{Messages} AND m.seq > @after AND m.seq <= @end AND m.deleted_at IS NULL ORDER BY m.seq LIMIT @limit",
            row => MessageRows.Read(row, 0, people), cancellationToken, ("topic", topicId), ("after", after), ("end", end), ("limit", limit));
        List<Message> expired = [.. oldest.TakeWhile(message => message.CreatedAt < before)];
        if (expired.Count < oldest.Count) return oldest[expired.Count].Seq - 1 is var upTo && upTo > after ? new(expired, upTo, More: false) : null;
        return expired.Count == limit ? new(expired, expired[^1].Seq, expired[^1].Seq < head) : new(expired, end, end < head);
    }

    public async Task<PostedBefore?> FindPosted(Guid topicId, Guid authorId, Guid clientId, CancellationToken cancellationToken)
    {
        var found = await database.Query(
            PostedMessage, PostedRow, cancellationToken, ("topic", topicId), ("author", authorId), ("client", clientId));
        return found is [var posted] ? posted : null;
    }

    /// <summary>Stops reading once the page's size limit is exceeded.</summary>
    private Task<List<Message>> Read(string sql, CancellationToken cancellationToken, params (string Name, object? Value)[] parameters)
    {
        var people = new People();
        var bytes = 0;
        return database.Query(
            sql, row => MessageRows.Read(row, 0, people), message => (bytes += PageBytes.Size(message)) > PageBytes.Max, cancellationToken, parameters);
    }

    // A text that was never overwritten is its own fingerprint. Once overwritten, its fingerprint is stored, unless the message
    // is deleted.
    private static PostedBefore PostedRow(DbDataReader row)
    {
        var message = MessageRows.Read(row, 0, new People());
        return new PostedBefore(message,
            message.Text is not { } text ? null
            : row.IsDBNull(MessageRows.Width) ? TextFingerprint.Of(text)
            : row.GetFieldValue<byte[]>(MessageRows.Width));
    }
}
