using System.Data.Common;
using Bulletin.Grains.Directory;
using Bulletin.Grains.Names;
using Bulletin.Grains.Topics;
using static Bulletin.Grains.Storage.Sql.Rows;

namespace Bulletin.Grains.Storage.Sql;

/// <summary>All topics by most recent activity: each page walks their index from where the previous one ended.</summary>
/// <remarks>The index can't find part of a name, and one that could would have to be updated with every post. So a search also
/// walks this index. It reads a limited number of topics, and only a few searches run concurrently, so it costs little compared
/// with posts, however many topics there are.</remarks>
internal sealed class SqlTopicIndex(SqlDatabase database) : ITopicIndex, IDisposable
{
    private const int SearchesAtOnce = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim searches = new(SearchesAtOnce);

    /// <summary>How many topics one search reads.</summary>
    public int Reach { get; init; } = 10_000;

    public async Task<IReadOnlyList<Topic>> Page(int limit, DirectoryCursor? after, CancellationToken cancellationToken) =>
        await Read(Listed(after), [("limit", limit), .. Place(after)], cancellationToken);

    public async Task<TopicsFound> Search(string query, int limit, DirectoryCursor? after, CancellationToken cancellationToken)
    {
        if (!await searches.WaitAsync(Patience, cancellationToken)) throw new StorageUnavailableException("Too many concurrent searches.");
        try
        {
            var patterns = NameFolding.Words(query).Select((word, at) => ($"word{at}", (object?)$"%{LikePattern.Escape(word)}%")).ToArray();
            var found = await Read(Searched(after, patterns.Length), [("limit", limit + 1), ("reach", Reach), .. patterns, .. Place(after)], cancellationToken);
            return found.Count > limit
                ? new([.. found.Take(limit)], DirectoryCursor.Of(found[limit - 1]))
                : new(found, await Beyond(after, cancellationToken));
        }
        finally
        {
            searches.Release();
        }
    }

    public void Dispose() => searches.Dispose();

    /// <summary>
    /// Where a search stopped reading; null at the end of the list. Skips no more topics than the search itself has read.
    /// </summary>
    private async Task<DirectoryCursor?> Beyond(DirectoryCursor? after, CancellationToken cancellationToken)
    {
        var last = await database.Query($"{Listed(after)} OFFSET @passed",
            row => new DirectoryCursor(Time(row, 5), row.GetGuid(0)), cancellationToken, [("limit", 1), ("passed", Reach - 1), .. Place(after)]);
        return last.Count > 0 ? last[0] : null;
    }

    private static (string, object?)[] Place(DirectoryCursor? after) =>
        after is { } cursor ? [("at", Milliseconds(cursor.LastActivityAt)), ("id", cursor.TopicId)] : [];

    private static string Listed(DirectoryCursor? after, string limit = "@limit") => $"""
        SELECT id, name, description, created_at, created_by, last_activity_at, seq, revision, name_key
        FROM topics
        WHERE removed_at IS NULL
        {(after is null ? "" : "AND (last_activity_at, id) < (@at, @id)")}
        ORDER BY last_activity_at DESC, id DESC
        LIMIT {limit}
        """;

    private static string Searched(DirectoryCursor? after, int words) => $"""
        SELECT *
        FROM ({Listed(after, "@reach")}) reached
        {string.Concat(Enumerable.Range(0, words).Select(word => $@"{(word == 0 ? "WHERE" : " AND")} name_key LIKE @word{word} ESCAPE '\'"))}
        ORDER BY last_activity_at DESC, id DESC
        LIMIT @limit
        """;

    // The page is selected first and joined afterwards, so that no query plan reads messages and names of topics outside it.
    // Only the excerpt of a message's text is transferred; both engines count characters here.
    private Task<List<Topic>> Read(string page, (string, object?)[] parameters, CancellationToken cancellationToken)
    {
        var people = new People();
        return database.Query($"""
            SELECT {TopicColumns}, m.author_id, {UserColumnsOf("a")}, substr(m.text, 1, {LastMessage.ExcerptLength})
            FROM ({page}) t
            LEFT JOIN users c ON c.id = t.created_by
            LEFT JOIN messages m ON m.topic_id = t.id AND m.seq = t.seq
            LEFT JOIN users a ON a.id = m.author_id
            ORDER BY t.last_activity_at DESC, t.id DESC
            """, row => Row(row, people), cancellationToken, parameters);
    }

    private static Topic Row(DbDataReader row, People people)
    {
        const int author = TopicWidth, text = author + 1 + UserColumns;
        return Topic(row, people, row.IsDBNull(author) ? null : new LastMessage(
            row.GetInt64(6), people.Of(row, author, author + 1), row.IsDBNull(text) ? "" : row.GetString(text)));
    }
}
