using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Commits;
using Microsoft.Data.Sqlite;

namespace Bulletin.Grains.Storage.Sqlite;

/// <summary>
/// Commits batches to SQLite, each in one transaction. There is no round trip to save here: statements prepared once and run
/// row by row are faster than rows packed into JSON and unpacked again.
/// </summary>
internal sealed class SqliteCommitter(SqliteDatabase database) : IBatchCommitter
{
    // Belongs to the connection that writes, and follows it when it is replaced. Only touched by the one who writes.
    private SqliteCommitStatements? _statements;

    public Task<IReadOnlyList<AppendResult>> Commit(IReadOnlyList<TopicAppend> batch, CancellationToken cancellationToken) =>
        database.Write<IReadOnlyList<AppendResult>>(connection =>
        {
            if (_statements?.Connection != connection) _statements = new SqliteCommitStatements(connection);
            try
            {
                return Transact(connection, _statements, batch, mayRepeat: false);
            }
            catch (SqliteException fault) when (SqliteFaults.IsUniqueViolation(fault))
            {
                // One topic's trouble undid the whole transaction: now each goes alone, and looks first whether it repeats.
                return CommitSingly(connection, _statements, batch);
            }
        }, cancellationToken);

    /// <summary>A topic whose rows are there already, though it repeats nothing, belongs to another writer.</summary>
    private static AppendResult[] CommitSingly(
        SqliteConnection connection, SqliteCommitStatements statements, IReadOnlyList<TopicAppend> batch)
    {
        var results = new AppendResult[batch.Count];
        for (var i = 0; i < batch.Count; i++)
        {
            try
            {
                results[i] = Transact(connection, statements, [batch[i]], mayRepeat: true)[0];
            }
            catch (SqliteException fault) when (SqliteFaults.IsUniqueViolation(fault))
            {
                results[i] = AppendResult.Fenced;
            }
        }
        return results;
    }

    private static AppendResult[] Transact(
        SqliteConnection connection, SqliteCommitStatements statements, IReadOnlyList<TopicAppend> batch, bool mayRepeat)
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        statements.Join(transaction);
        var results = new AppendResult[batch.Count];
        for (var i = 0; i < batch.Count; i++) results[i] = Append(statements, batch[i], mayRepeat);
        transaction.Commit();
        return results;
    }

    /// <param name="mayRepeat">Whether to look for what was posted before; otherwise its key fails the transaction.</param>
    private static AppendResult Append(SqliteCommitStatements statements, TopicAppend append, bool mayRepeat)
    {
        if (mayRepeat)
        {
            Guid[] repeated = [.. append.Posted.Where(message => statements.WasPosted(message)).Select(message => message.ClientId)];
            if (repeated.Length > 0) return new AppendResult(AppendStatus.Repeated, repeated);
        }

        if (!statements.MoveHead(append)) return AppendResult.Fenced;
        foreach (var message in append.Posted) statements.Store(message);
        foreach (var change in append.Changed) statements.Change(change);
        foreach (var act in append.Acts) statements.Record(act);
        return AppendResult.Committed;
    }
}
