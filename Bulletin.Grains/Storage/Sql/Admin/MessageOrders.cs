using Bulletin.Grains.Administration;
using static Bulletin.Grains.Storage.Sql.Rows;

namespace Bulletin.Grains.Storage.Sql.Admin;

/// <summary>The messages of all topics, of one author or of one topic, newest first, from a place on.</summary>
/// <param name="seqs">With a topic: the messages posted in the time that the query asks for.</param>
internal sealed class MessageOrders(MessageQuery query, SeqRange seqs)
{
    private const string TiesLast = "m.created_at DESC, m.topic_id DESC, m.seq DESC";

    /// <summary>At most so many messages after a place: topic, seq, time, author, when deleted, and the access of the topic unless it was removed.</summary>
    /// <remarks>The topic is looked up for each, and not joined: a join may read all topics.</remarks>
    public SqlStatement After(ListPlace? after, int some)
    {
        var (order, page, parameters) = query switch
        {
            { TopicId: { } topic } => OfTopic(topic, after),
            { AuthorId: { } author } => OfAuthor(author, after),
            _ => ByTime(after),
        };
        return new(
            $"""
            SELECT m.topic_id, m.seq, m.created_at, m.author_id, m.deleted_at, (SELECT t.access FROM topics t WHERE t.id = m.topic_id AND t.removed_at IS NULL)
            FROM (
              SELECT * FROM messages m
              WHERE {page} {(after is null || query.TopicId is not null ? "" : "AND (m.created_at, m.topic_id, m.seq) < (@at, @after, @seq)")}
              ORDER BY {order}
              LIMIT {some}
            ) m
            ORDER BY {order}
            """,
            [
                .. parameters,
                .. after is null || query.TopicId is not null ? [] : Values(("at", after.Number), ("after", after.Id), ("seq", after.Seq)),
            ]);
    }

    private (string, string, (string, object?)[]) OfTopic(Guid topic, ListPlace? after) => (
        "m.seq DESC",
        "m.topic_id = @topic AND m.seq >= @first AND m.seq < @before",
        [("topic", topic), ("first", seqs.First), ("before", after is null ? seqs.Before : Math.Min(seqs.Before, after.Seq))]);

    // The whole index is compared and ordered by, though its first column has one value. For somebody who wrote a tenth of everything, long ago, the
    // planner would otherwise walk past all the newer messages of others. The values are hidden from it: it takes a range of one author for a single
    // row, and would sort all that they have written for one page.
    private (string, string, (string, object?)[]) OfAuthor(Guid author, ListPlace? after) => (
        $"m.author_id DESC, {TiesLast}",
        "(m.author_id, m.created_at) >= ((SELECT @author), (SELECT @from)) AND (m.author_id, m.created_at) < ((SELECT @author), (SELECT @before))",
        [("author", author), ("from", From), ("before", Before(after))]);

    private (string, string, (string, object?)[]) ByTime(ListPlace? after) => (
        TiesLast,
        "m.created_at >= @from AND m.created_at < @before",
        [("from", From), ("before", Before(after))]);

    private long From => Milliseconds(query.From) ?? 0;

    /// <summary>The end of the range that is read of an index by time. Messages of the place's own millisecond are told apart afterwards.</summary>
    private long Before(ListPlace? after)
    {
        var to = Milliseconds(query.To) ?? long.MaxValue;
        return after is not null && after.Number < to ? after.Number + 1 : to;
    }

    private static (string, object?)[] Values(params (string, object?)[] values) => values;
}
