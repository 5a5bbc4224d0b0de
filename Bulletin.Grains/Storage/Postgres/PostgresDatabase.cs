using System.Data;
using System.Data.Common;
using Bulletin.Grains.Storage.Sql;
using Npgsql;

namespace Bulletin.Grains.Storage.Postgres;

/// <summary>
/// The only Postgres connection pool, and the only place that translates the driver's exceptions into Bulletin's.
/// </summary>
internal sealed class PostgresDatabase(NpgsqlDataSource source, TimeProvider clock) : SqlDatabase, IDisposable
{
    /// <summary>
    /// Covers connecting, waiting for a connection and the statement together; the driver's own limits add up to more.
    /// </summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(3.5);

    /// <summary>Time for the driver to cancel a running statement.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(0.5);

    /// <summary>
    /// After a silo dies, thousands of topics are loaded at once. Loads get only part of the pool. The rest is for commits and
    /// for membership: without membership updates, the next silo would be declared dead.
    /// </summary>
    private readonly SemaphoreSlim reads = new(Math.Max(1, new NpgsqlConnectionStringBuilder(source.ConnectionString).MaxPoolSize * 3 / 5));

    public override DbDataSource DataSource => source;

    public void Dispose() => reads.Dispose();

    public override Task<List<T>> Query<T>(
        string sql, Func<DbDataReader, T> row, Func<T, bool>? isLast, CancellationToken cancellationToken, params (string Name, object? Value)[] parameters) =>
        Run(reads, (connection, token) => Execute(connection, sql, row, isLast, parameters, token), cancellationToken);

    public override Task<List<T>> Change<T>(
        string sql, Func<DbDataReader, T> row, CancellationToken cancellationToken, params (string Name, object? Value)[] parameters) =>
        Query(sql, row, cancellationToken, parameters);

    public override Task<List<T>> ChangeTogether<T>(
        IReadOnlyList<SqlStatement> conditions, Func<DbDataReader, T> row, IReadOnlyList<SqlStatement> others, CancellationToken cancellationToken) =>
        Run(reads, async (connection, token) =>
        {
            await using var transaction = await connection.BeginTransactionAsync(token);
            List<T> rows = [];
            foreach (var condition in conditions)
            {
                var found = await Execute(connection, condition.Sql, condition == conditions[0] ? row : _ => default!, isLast: null, condition.Parameters, token);
                if (found.Count == 0) return [];
                if (condition == conditions[0]) rows = found;
            }
            foreach (var other in others) await Execute(connection, other.Sql, _ => true, isLast: null, other.Parameters, token);
            await transaction.CommitAsync(token);
            return rows;
        }, cancellationToken);

    private static async Task<List<T>> Execute<T>(
        NpgsqlConnection connection, string sql, Func<DbDataReader, T> row, Func<T, bool>? isLast, (string Name, object? Value)[] parameters,
        CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var (name, value) in parameters)
            command.Parameters.Add(value is null
                ? new NpgsqlParameter(name, DbType.String) { Value = DBNull.Value }
                : new NpgsqlParameter(name, value));

        var rows = new List<T>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(row(reader));
            if (isLast?.Invoke(rows[^1]) is true) return rows;
        }
        // A statement that writes commits only after its rows are read. Disposing the reader earlier would hide a failed commit.
        await reader.NextResultAsync(cancellationToken);
        return rows;
    }

    /// <summary>Runs work on a pooled connection. It ends within seconds, whatever happens to the database.</summary>
    public Task<T> Run<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        Run(turns: null, work, cancellationToken);

    private async Task<T> Run<T>(SemaphoreSlim? turns, Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await Bounded(InTurn(turns, work, cancellationToken), cancellationToken);
        }
        catch (Exception late) when (late is TimeoutException || late is OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw new StorageUnavailableException("Postgres did not answer in time.", late);
        }
        catch (Exception fault) when (PostgresFaults.IsUnavailable(fault))
        {
            throw new StorageUnavailableException($"Postgres is unavailable: {fault.Message}", fault);
        }
    }

    private async Task<T> InTurn<T>(SemaphoreSlim? turns, Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        // Disposed here and not by the caller, because disposal waits for the driver to cancel.
        using var deadline = new CancellationTokenSource(Deadline, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        if (turns is not null) await turns.WaitAsync(both.Token);
        try
        {
            await using var connection = await source.OpenConnectionAsync(both.Token);
            return await work(connection, both.Token);
        }
        finally
        {
            turns?.Release();
        }
    }

    /// <summary>
    /// To cancel, the driver asks the server over another connection and waits. A server that hangs does not answer that
    /// either, so the caller stops waiting; the driver drops the connection by itself seconds later.
    /// </summary>
    private async Task<T> Bounded<T>(Task<T> work, CancellationToken cancellationToken)
    {
        try
        {
            return await work.WaitAsync(Deadline + Grace, clock, cancellationToken);
        }
        catch when (!work.IsCompleted)
        {
            // Nobody awaits the task any more; its failure is expected.
            _ = work.ContinueWith(
                static left => left.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            throw;
        }
    }
}
