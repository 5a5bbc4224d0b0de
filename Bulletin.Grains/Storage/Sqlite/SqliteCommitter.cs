using Bulletin.Grains.Topics;
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
                return Transact(connection, _statements, batch);
            }
            catch (SqliteException fault) when (SqliteFaults.IsUniqueViolation(fault))
            {
                // One topic's trouble undid the whole transaction: now each goes alone.
                return CommitSingly(connection, _statements, batch);
            }
        }, cancellationToken);

    /// <summary>A topic whose rows are there already belongs to another writer.</summary>
    private static AppendResult[] CommitSingly(
        SqliteConnection connection, SqliteCommitStatements statements, IReadOnlyList<TopicAppend> batch)
    {
        var results = new AppendResult[batch.Count];
        for (var i = 0; i < batch.Count; i++)
        {
            try
            {
                results[i] = Transact(connection, statements, [batch[i]])[0];
            }
            catch (SqliteException fault) when (SqliteFaults.IsUniqueViolation(fault))
            {
                results[i] = AppendResult.Fenced;
            }
        }
        return results;
    }

    private static AppendResult[] Transact(
        SqliteConnection connection, SqliteCommitStatements statements, IReadOnlyList<TopicAppend> batch)
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        statements.Join(transaction);
        var results = new AppendResult[batch.Count];
        for (var i = 0; i < batch.Count; i++) results[i] = Append(statements, batch[i]);
        transaction.Commit();
        return results;
    }

    private static AppendResult Append(SqliteCommitStatements statements, TopicAppend append)
    {
        var topic = append.TopicId.ToString();
        List<Guid>? repeated = null;
        foreach (var message in append.Posted)
            if (statements.WasPosted(topic, message)) (repeated ??= []).Add(message.ClientId);
        if (repeated is not null) return new AppendResult(AppendStatus.Repeated, repeated);

        if (!statements.MoveHead(topic, append)) return AppendResult.Fenced;
        foreach (var message in append.Posted) statements.Store(topic, message);
        foreach (var change in append.Changed) statements.Change(topic, change);
        return AppendResult.Committed;
    }
}
