using System.Data.Common;
using Bulletin.Grains.Search;

namespace Bulletin.Grains.Storage.Sql.Search;

/// <summary>The terms of messages, and how an engine finds messages by them.</summary>
internal abstract class SqlSearchTerms(SqlDatabase database)
{
    protected SqlDatabase Database => database;

    /// <summary>Adds entries of messages that are still as they were indexed. It fails if one of their places is taken.</summary>
    public abstract IEnumerable<SqlStatement> Add(IReadOnlyList<SearchEntry> entries);

    /// <summary>Whether a place was taken.</summary>
    public abstract bool IsTaken(DbException fault);

    /// <summary>Finds messages, the newest first.</summary>
    /// <returns>As many as the limit, or all that there are.</returns>
    public abstract Task<IReadOnlyList<FoundMessage>> Find(SearchedRange range, int limit, CancellationToken cancellationToken);

    /// <summary>Clears what the engine keeps of messages that are deleted.</summary>
    /// <param name="authorId">Their author. Null: their entries are removed already.</param>
    public abstract Task Clear(Guid? authorId, CancellationToken cancellationToken);

    /// <summary>A condition: the message has not changed since.</summary>
    protected static string IsCurrent(string topic, string seq, string revision) =>
        $"(SELECT n.revision FROM messages n WHERE n.topic_id = {topic} AND n.seq = {seq} AND n.deleted_at IS NULL) = {revision}";

    /// <param name="candidates">The place, topic, seq and revision of entries, the newest first.</param>
    protected async Task<List<FoundMessage>> Found(SqlStatement candidates, Guid? viewer, int limit, CancellationToken cancellationToken)
    {
        var people = new People();
        var (sql, parameters) = FoundRows.Of(candidates, viewer, limit);
        return await database.Query(sql, row => FoundRows.Read(row, people), cancellationToken, parameters);
    }
}
