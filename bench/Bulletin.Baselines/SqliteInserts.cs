using Microsoft.Data.Sqlite;

namespace Bulletin.Baselines;

/// <summary>One auto-committed INSERT per request, in SQLite with WAL mode and full synchronization, one writer at a time.</summary>
internal static class SqliteInserts
{
    public static Action<WebApplication> Add(WebApplicationBuilder builder)
    {
        var connection = new SqliteConnection($"Data Source={builder.Configuration["Sqlite"]}");
        connection.Open();
        Run("PRAGMA journal_mode = WAL");
        Run("PRAGMA synchronous = FULL");
        Run("CREATE TABLE IF NOT EXISTS bare_messages (id INTEGER PRIMARY KEY, topic_id TEXT NOT NULL, client_id TEXT NOT NULL, author_id TEXT NOT NULL, created_at INTEGER NOT NULL, text TEXT NOT NULL)");
        var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO bare_messages (topic_id, client_id, author_id, created_at, text) VALUES ($topic, $client, $author, $at, $text)";
        foreach (var name in (string[])["$topic", "$client", "$author", "$at", "$text"]) insert.Parameters.Add(new SqliteParameter { ParameterName = name });
        var gate = new SemaphoreSlim(1);

        return app => app.MapPost("/topics/{topic:guid}/messages", async (Guid topic, HttpContext context) =>
        {
            var row = await Row.Read(topic, context);
            await gate.WaitAsync();
            try
            {
                object[] values = [row.Topic.ToString(), row.ClientId.ToString(), Row.Author.ToString(), TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(), row.Text];
                for (var i = 0; i < values.Length; i++) insert.Parameters[i].Value = values[i];
                insert.ExecuteNonQuery();
            }
            finally
            {
                gate.Release();
            }
            return Row.Created(row);
        });

        void Run(string sql)
        {
            using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are the constants above.
            command.CommandText = sql;
#pragma warning restore CA2100
            command.ExecuteNonQuery();
        }
    }
}
