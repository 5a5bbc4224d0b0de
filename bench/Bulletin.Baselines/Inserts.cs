using Npgsql;
using NpgsqlTypes;

namespace Bulletin.Baselines;

/// <summary>One auto-committed INSERT per request, over a connection pool: the minimum that most chat servers do.</summary>
internal static class Inserts
{
    public static Action<WebApplication> Add(WebApplicationBuilder builder)
    {
        var source = NpgsqlDataSource.Create(builder.Configuration["Postgres"] + ";Maximum Pool Size=32;No Reset On Close=true;Max Auto Prepare=10;Auto Prepare Min Usages=1");
        source.CreateCommand(Row.Table).ExecuteNonQuery();
        return app => app.MapPost("/topics/{topic:guid}/messages", async (Guid topic, HttpContext context) =>
        {
            var row = await Row.Read(topic, context);
            await using var command = source.CreateCommand("INSERT INTO bare_messages (topic_id, client_id, author_id, created_at, text) VALUES ($1, $2, $3, $4, $5)");
            command.Parameters.Add(new() { Value = row.Topic, NpgsqlDbType = NpgsqlDbType.Uuid });
            command.Parameters.Add(new() { Value = row.ClientId, NpgsqlDbType = NpgsqlDbType.Uuid });
            command.Parameters.Add(new() { Value = Row.Author, NpgsqlDbType = NpgsqlDbType.Uuid });
            command.Parameters.Add(new() { Value = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(), NpgsqlDbType = NpgsqlDbType.Bigint });
            command.Parameters.Add(new() { Value = row.Text, NpgsqlDbType = NpgsqlDbType.Text });
            await command.ExecuteNonQueryAsync();
            return Row.Created(row);
        });
    }
}
