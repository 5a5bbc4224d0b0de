using System.Data.Common;
using Bulletin.Grains.Administration;
using Bulletin.Grains.Topics.Members;
using Bulletin.Grains.Topics.Memory;
using static Bulletin.Grains.Storage.Sql.Rows;

namespace Bulletin.Grains.Storage.Sql.Admin;

/// <summary>
/// Messages of the topics that are there, newest first. The walk reads only what it is filtered by; the messages themselves are read afterwards, once it is
/// known which.
/// </summary>
internal sealed class SqlMessageList(SqlDatabase database, int reach)
{
    /// <summary>How many messages a page reads. Each may lie on a page of the disk of its own.</summary>
    private const int Messages = 2_000;

    public async Task<ListPage<ListedMessage>> Page(MessageQuery query, CancellationToken cancellationToken)
    {
        var seqs = new SeqRange(1, long.MaxValue);
        if (query.TopicId is { } topic)
        {
            if (await SeqRange.Of(database, topic, query.From, query.To, cancellationToken) is not { } range) return new([], Next: null);
            seqs = range;
        }
        IndexWalk<Walked> walk = new(database, new MessageOrders(query, seqs).After, Read)
        {
            Reach = Math.Min(reach, Messages),
            IsListed = message => IsListed(message, query),
        };
        var page = await walk.Page(query.After, query.Limit, cancellationToken);
        return page.Items.Count == 0 ? new([], page.Next) : await Listed(page, cancellationToken);
    }

    private static (Walked, ListPlace) Read(DbDataReader row) => (
        new(row.GetGuid(0), row.GetInt64(1), row.GetGuid(3), !row.IsDBNull(4), row.IsDBNull(5) ? null : (Access)row.GetInt16(5)),
        new(Text: null, row.GetInt64(2), row.GetGuid(0), row.GetInt64(1)));

    private static bool IsListed(Walked message, MessageQuery query) =>
        message.Access is { } access
        && (access == Access.Public || query.AuthorId is not null || query.TopicId is not null)
        && (query.AuthorId is null || message.AuthorId == query.AuthorId)
        && (query.Deleted is null || message.IsDeleted == query.Deleted);

    /// <summary>As many of a page's messages as <see cref="PageBytes.Max"/> allows, with their topics.</summary>
    private async Task<ListPage<ListedMessage>> Listed(ListPage<Walked> page, CancellationToken cancellationToken)
    {
        var people = new People();
        var messages = (await database.Query(
            $"""
            SELECT {MessageRows.Selected}
            FROM (VALUES {SqlValues.Rows(page.Items.Count, "topic", "seq")}) k
            CROSS JOIN messages m
            LEFT JOIN users a ON a.id = m.author_id
            WHERE m.topic_id = k.column1 AND m.seq = k.column2
            """,
            row => MessageRows.Read(row, 0, people), cancellationToken,
            SqlValues.Of(("topic", page.Items.Select(item => (object)item.TopicId)), ("seq", page.Items.Select(item => (object)item.Seq)))))
            .ToDictionary(message => (message.TopicId, message.Seq));
        var topics = await ListedTopics.ById(database, [.. page.Items.Select(item => item.TopicId).Distinct()], cancellationToken);

        List<ListedMessage> listed = [];
        var bytes = 0;
        ListPlace? last = null;
        foreach (var item in page.Items)
        {
            // Emptied meanwhile.
            if (!messages.TryGetValue((item.TopicId, item.Seq), out var message) || !topics.TryGetValue(item.TopicId, out var topic)) continue;
            if ((bytes += PageBytes.Size(message)) > PageBytes.Max && last is not null) return new(listed, last);

            listed.Add(new ListedMessage(message, topic.Topic));
            last = new(Text: null, Milliseconds(message.CreatedAt), item.TopicId, item.Seq);
        }
        return new(listed, page.Next);
    }

    /// <param name="Access">Of its topic; null if that was removed.</param>
    private sealed record Walked(Guid TopicId, long Seq, Guid AuthorId, bool IsDeleted, Access? Access);
}
