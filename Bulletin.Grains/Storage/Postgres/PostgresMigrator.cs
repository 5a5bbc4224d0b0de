using Bulletin.Grains.Storage.Migrations;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Bulletin.Grains.Storage.Postgres;

/// <summary>Applies the migrations under a session-level advisory lock: the second process finds them applied.</summary>
internal sealed partial class PostgresMigrator(string connectionString, TimeProvider clock, ILogger<PostgresMigrator> logger) : IMigrator
{
    /// <summary>An arbitrary number that no other program on the same database uses as a lock id.</summary>
    private const long Lock = 0x62756c6c6574696e;

    public async Task Migrate(CancellationToken cancellationToken)
    {
        try
        {
            // Closing or losing the connection releases the lock.
            await using var source = new NpgsqlDataSourceBuilder(PostgresConnectionString.ForMigration(connectionString)) { Name = "bulletin-migration" }.Build();
            await using var connection = await source.OpenConnectionAsync(cancellationToken);
            await Execute(connection, $"SELECT pg_advisory_lock({Lock})", cancellationToken);
            if (!await WasMigrated(connection, cancellationToken))
                await Execute(
                    connection,
                    "CREATE TABLE bulletin_migrations (number integer PRIMARY KEY, name text NOT NULL, applied_at bigint NOT NULL, compatible_from integer)",
                    cancellationToken);

            var scripts = MigrationScript.Of("Postgres");
            var taken = await Taken(connection, cancellationToken);
            MigrationRecord.RequireCompatible(scripts, taken);
            foreach (var script in scripts.ExceptBy(taken.Select(record => record.Number), script => script.Number))
                await Apply(connection, script, cancellationToken);
        }
        catch (PostgresException fault) when (PostgresFaults.IsRefusedSignIn(fault))
        {
            throw new InvalidOperationException($"Postgres refuses the connection: {fault.MessageText}. Check ConnectionStrings:Postgres.", fault);
        }
        catch (PostgresException fault) when (fault.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new MigrationPendingException(fault.MessageText, fault);
        }
        catch (Exception fault) when (PostgresFaults.IsUnavailable(fault))
        {
            throw new StorageUnavailableException($"Postgres is unavailable: {fault.Message}", fault);
        }
        catch (PostgresException fault)
        {
            throw MigrationRecord.Refused(fault.MessageText, fault);
        }
    }

    private async Task Apply(NpgsqlConnection connection, MigrationScript script, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        // All other statements queue behind one that waits for a table lock. It is better to fail and be restarted.
        await Execute(connection, "SET LOCAL lock_timeout = '5s'", cancellationToken);
        await Execute(connection, script.Sql, cancellationToken);
        // Version 0.1.0 created the table without this column and leaves it empty.
        await Execute(connection, "ALTER TABLE bulletin_migrations ADD COLUMN IF NOT EXISTS compatible_from integer", cancellationToken);
        await using var record = new NpgsqlCommand(
            "INSERT INTO bulletin_migrations (number, name, applied_at, compatible_from) VALUES ($1, $2, $3, $4)", connection);
        record.Parameters.Add(new NpgsqlParameter<int> { TypedValue = script.Number });
        record.Parameters.Add(new NpgsqlParameter<string> { TypedValue = script.Name });
        record.Parameters.Add(new NpgsqlParameter<long> { TypedValue = clock.GetUtcNow().ToUnixTimeMilliseconds() });
        record.Parameters.Add(new NpgsqlParameter<int> { TypedValue = script.CompatibleFrom });
        await record.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        LogApplied(script.Number, script.Name);
    }

    /// <summary>
    /// Checked first: a role without the right to create tables can't even run CREATE TABLE IF NOT EXISTS, and needn't once
    /// another role has created them.
    /// </summary>
    private static async Task<bool> WasMigrated(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT to_regclass('bulletin_migrations') IS NOT NULL", connection);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task<List<MigrationRecord>> Taken(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        // Read as JSON because the column may be missing: a role that may not add it can still start.
        await using var command = new NpgsqlCommand(
            "SELECT number, name, (to_jsonb(m) ->> 'compatible_from')::integer FROM bulletin_migrations m", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var taken = new List<MigrationRecord>();
        while (await reader.ReadAsync(cancellationToken))
            taken.Add(new(reader.GetInt32(0), reader.GetString(1), await reader.IsDBNullAsync(2, cancellationToken) ? null : reader.GetInt32(2)));
        return taken;
    }

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
#pragma warning disable CA2100 // The statements are our own, embedded in this assembly.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    [LoggerMessage(LogLevel.Information, "Migration {Number} ({Name}) applied to Postgres")]
    private partial void LogApplied(int number, string name);
}
