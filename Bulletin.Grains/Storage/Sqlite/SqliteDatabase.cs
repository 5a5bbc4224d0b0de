using System.Data.Common;
using Bulletin.Grains.Storage.Sql;
using Microsoft.Data.Sqlite;

namespace Bulletin.Grains.Storage.Sqlite;

/// <summary>
/// The SQLite file: many readers and one writer, all off the caller's thread because the driver is synchronous. The only place
/// that translates the driver's exceptions into Bulletin's.
/// </summary>
internal sealed class SqliteDatabase(SqliteDataSource source, TimeProvider clock) : SqlDatabase, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    // Pages are mostly in memory, so each reader occupies a core. More readers than cores would only delay the writer.
    private readonly SemaphoreSlim _readers = new(Math.Clamp(Environment.ProcessorCount, 2, 8));
    // SQLite allows one writer at a time anyway. Here writers queue in order instead of polling the file's lock.
    private readonly SemaphoreSlim _writers = new(1);
    private SqliteConnection? _writer;

    public override DbDataSource DataSource => source;

    public override Task<List<T>> Query<T>(
        string sql, Func<DbDataReader, T> row, Func<T, bool>? isLast, CancellationToken cancellationToken, params (string Name, object? Value)[] parameters) =>
        Run(_readers, () =>
        {
            using var connection = source.Open();
            return Execute(connection, sql, row, isLast, parameters);
        }, cancellationToken);

    public override Task<List<T>> Change<T>(
        string sql, Func<DbDataReader, T> row, CancellationToken cancellationToken, params (string Name, object? Value)[] parameters) =>
        Write(connection => Execute(connection, sql, row, isLast: null, parameters), cancellationToken);

    public override Task<List<T>> ChangeTogether<T>(
        IReadOnlyList<SqlStatement> conditions, Func<DbDataReader, T> row, IReadOnlyList<SqlStatement> others, CancellationToken cancellationToken) =>
        Write(connection =>
        {
            using var transaction = connection.BeginTransaction(deferred: false);
            List<T> rows = [];
            foreach (var condition in conditions)
            {
                var found = Execute(connection, condition.Sql, condition == conditions[0] ? row : _ => default!, isLast: null, condition.Parameters);
                if (found.Count == 0) return [];
                if (condition == conditions[0]) rows = found;
            }
            foreach (var other in others) Execute(connection, other.Sql, _ => true, isLast: null, other.Parameters);
            transaction.Commit();
            return rows;
        }, cancellationToken);

    /// <summary>Runs work on the single writer connection.</summary>
    public Task<T> Write<T>(Func<SqliteConnection, T> work, CancellationToken cancellationToken) => Run(_writers, () =>
    {
        _writer ??= source.Open();
        try
        {
            return work(_writer);
        }
        catch
        {
            // Disposing the connection rolls back whatever was in progress.
            _writer.Dispose();
            _writer = null;
            throw;
        }
    }, cancellationToken);

    private async Task<T> Run<T>(SemaphoreSlim gate, Func<T> work, CancellationToken cancellationToken)
    {
        try
        {
            using var patience = new CancellationTokenSource(Patience, clock);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
            await gate.WaitAsync(both.Token);
        }
        catch (OperationCanceledException timeout) when (!cancellationToken.IsCancellationRequested)
        {
            throw new StorageUnavailableException("SQLite did not answer in time.", timeout);
        }
        try
        {
            return await Task.Run(work, cancellationToken);
        }
        catch (Exception fault) when (SqliteFaults.IsUnavailable(fault))
        {
            throw new StorageUnavailableException($"SQLite is unavailable: {fault.Message}", fault);
        }
        finally
        {
            gate.Release();
        }
    }

    private static List<T> Execute<T>(
        SqliteConnection connection, string sql, Func<DbDataReader, T> row, Func<T, bool>? isLast, (string Name, object? Value)[] parameters)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are the stores' own constants.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
            command.Parameters.AddWithValue($"@{name}", Value(value));

        var rows = new List<T>();
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            rows.Add(row(reader));
            if (isLast?.Invoke(rows[^1]) is true) break;
        }
        return rows;
    }

    /// <summary>Ids are stored as lower-case text; the driver would write them in upper case.</summary>
    public static object Value(object? value) => value switch
    {
        null => DBNull.Value,
        Guid id => id.ToString(),
        _ => value,
    };

    public void Dispose()
    {
        _writer?.Dispose();
        _readers.Dispose();
        _writers.Dispose();
    }
}
