using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace Bulletin.Baselines;

/// <summary>Reads the latest 50 messages of a topic with one prepared query per request, from Bulletin's own tables.</summary>
internal static class LatestBySql
{
    public static Action<WebApplication> Add(WebApplicationBuilder builder)
    {
        var source = NpgsqlDataSource.Create(builder.Configuration["Postgres"] + ";Maximum Pool Size=32;No Reset On Close=true;Max Auto Prepare=10;Auto Prepare Min Usages=1");
        return app => app.MapGet("/topics/{topic:guid}/messages", async (Guid topic) =>
        {
            await using var command = source.CreateCommand("""
                SELECT m.seq, m.revision, m.client_id, u.id, u.username, u.display_name, m.text, m.reply_to, m.created_at, m.edited_at, m.deleted_at
                FROM messages m LEFT JOIN users u ON u.id = m.author_id
                WHERE m.topic_id = $1 ORDER BY m.seq DESC LIMIT 50
                """);
            command.Parameters.Add(new() { Value = topic, NpgsqlDbType = NpgsqlDbType.Uuid });
            List<object> items = [];
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                items.Add(new
                {
                    topicId = topic, seq = reader.GetInt64(0), revision = reader.GetInt64(1), clientId = reader.GetGuid(2),
                    author = new { id = reader.GetGuid(3), username = reader.GetString(4), displayName = reader.GetString(5) },
                    text = reader.GetString(6), createdAt = reader.GetInt64(8),
                });
            }
            return Results.Bytes(JsonSerializer.SerializeToUtf8Bytes(items), "application/json");
        });
    }
}
