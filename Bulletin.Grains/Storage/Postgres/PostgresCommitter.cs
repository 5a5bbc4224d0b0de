using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Commits;
using Npgsql;

namespace Bulletin.Grains.Storage.Postgres;

/// <summary>Commits batches to Postgres, each in one statement and one round trip.</summary>
internal sealed class PostgresCommitter(PostgresDatabase database) : IBatchCommitter
{
    private static readonly string PostsOnlyWithoutWaiting = PostgresCommitSql.WithoutWaiting(PostgresCommitSql.PostsOnly);
    private static readonly string WithChangesWithoutWaiting = PostgresCommitSql.WithoutWaiting(PostgresCommitSql.WithChanges);
    private static readonly string WithRecordsWithoutWaiting = PostgresCommitSql.WithoutWaiting(PostgresCommitSql.WithRecords);

    public Task<IReadOnlyList<AppendResult>> Commit(IReadOnlyList<TopicAppend> batch, CancellationToken cancellationToken) =>
        database.Run<IReadOnlyList<AppendResult>>(async (connection, token) =>
        {
            try
            {
                return await Execute(connection, batch, wait: true, token);
            }
            catch (PostgresException fault) when (PostgresFaults.IsContention(fault) || PostgresFaults.IsUniqueViolation(fault))
            {
                // One topic's trouble undid the whole statement: now each goes alone.
                return await CommitSingly(connection, batch, token);
            }
        }, cancellationToken);

    /// <summary>A topic that cannot be had alone, or whose rows are there already, belongs to another writer.</summary>
    private static async Task<AppendResult[]> CommitSingly(
        NpgsqlConnection connection, IReadOnlyList<TopicAppend> batch, CancellationToken cancellationToken)
    {
        var results = new AppendResult[batch.Count];
        for (var i = 0; i < batch.Count; i++)
        {
            try
            {
                results[i] = (await Execute(connection, [batch[i]], wait: false, cancellationToken))[0];
            }
            catch (PostgresException fault) when (PostgresFaults.IsContention(fault) || PostgresFaults.IsUniqueViolation(fault))
            {
                results[i] = AppendResult.Fenced;
            }
        }
        return results;
    }

    private static async Task<AppendResult[]> Execute(
        NpgsqlConnection connection, IReadOnlyList<TopicAppend> batch, bool wait, CancellationToken cancellationToken)
    {
        var rows = new PostgresCommitRows(batch);
        await using var command = new NpgsqlCommand((rows.HasRecords, rows.HasChanges, wait) switch
        {
            (false, false, true) => PostgresCommitSql.PostsOnly,
            (false, true, true) => PostgresCommitSql.WithChanges,
            (true, _, true) => PostgresCommitSql.WithRecords,
            (false, false, false) => PostsOnlyWithoutWaiting,
            (false, true, false) => WithChangesWithoutWaiting,
            (true, _, false) => WithRecordsWithoutWaiting,
        }, connection);
        rows.Bind(command.Parameters);

        var moved = new HashSet<Guid>(batch.Count);
        Dictionary<Guid, List<Guid>>? repeated = null;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var topic = reader.GetGuid(0);
            if (await reader.IsDBNullAsync(1, cancellationToken))
            {
                moved.Add(topic);
                continue;
            }
            repeated ??= [];
            if (!repeated.TryGetValue(topic, out var clientIds)) repeated.Add(topic, clientIds = []);
            clientIds.Add(reader.GetGuid(1));
        }
        // Postgres commits after the rows and before it is ready again. Disposing the reader would ignore that it never was.
        await reader.NextResultAsync(cancellationToken);

        var results = new AppendResult[batch.Count];
        for (var i = 0; i < results.Length; i++)
            results[i] = moved.Contains(batch[i].TopicId) ? AppendResult.Committed
                : repeated?.GetValueOrDefault(batch[i].TopicId) is { } clientIds ? new AppendResult(AppendStatus.Repeated, clientIds)
                : AppendResult.Fenced;
        return results;
    }
}
