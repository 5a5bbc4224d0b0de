using Npgsql;

namespace Bulletin.Bench.Systems;

/// <summary>Counts the statements of a database (<c>pg_stat_statements</c>).</summary>
internal static class Statements
{
    /// <returns>
    /// The number of statements on topics and messages during the action. Statements on accounts are excluded: each signed-in user
    /// costs one row every half a minute, whatever is read.
    /// </returns>
    public static async Task<double> During(string database, Func<Task> action)
    {
        await Postgres.Execute(database, "CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
        var before = await Count(database);
        await action();
        return await Count(database) - before;
    }

    private static async Task<long> Count(string database)
    {
        await using NpgsqlConnection connection = new(database + ";Pooling=false");
        await connection.OpenAsync();
        await using NpgsqlCommand command = new("""
            SELECT coalesce(sum(calls), 0)::bigint FROM pg_stat_statements
            WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database()) AND query NOT LIKE '%pg\_%'
            AND (query LIKE '%topics%' OR query LIKE '%messages%')
            """, connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
