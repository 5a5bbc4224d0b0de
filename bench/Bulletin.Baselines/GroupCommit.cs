using System.Threading.Channels;
using Npgsql;
using NpgsqlTypes;

namespace Bulletin.Baselines;

/// <summary>
/// A channel into one writer that commits all queued rows with one INSERT from arrays: no order within topics, no sequence
/// numbers, no deduplication, no notifications. The fastest durable posts over HTTP that are possible here.
/// </summary>
internal static class GroupCommit
{
    private const int MaxRows = 1_000;

    public static Action<WebApplication> Add(WebApplicationBuilder builder)
    {
        var source = NpgsqlDataSource.Create(builder.Configuration["Postgres"] + ";Max Auto Prepare=10;Auto Prepare Min Usages=1");
        source.CreateCommand(Row.Table).ExecuteNonQuery();
        var waiting = Channel.CreateBounded<(Row Row, TaskCompletionSource Done)>(new BoundedChannelOptions(10_000) { SingleReader = true });
        _ = Task.Run(() => Write(source, waiting.Reader));
        return app => app.MapPost("/topics/{topic:guid}/messages", async (Guid topic, HttpContext context) =>
        {
            var row = await Row.Read(topic, context);
            TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
            await waiting.Writer.WriteAsync((row, done));
            await done.Task;
            return Row.Created(row);
        });
    }

    private static async Task Write(NpgsqlDataSource source, ChannelReader<(Row Row, TaskCompletionSource Done)> waiting)
    {
        await using var connection = await source.OpenConnectionAsync();
        List<(Row Row, TaskCompletionSource Done)> batch = [];
        while (await waiting.WaitToReadAsync())
        {
            while (batch.Count < MaxRows && waiting.TryRead(out var next)) batch.Add(next);
            await using var command = new NpgsqlCommand("""
                INSERT INTO bare_messages (topic_id, client_id, author_id, created_at, text)
                SELECT * FROM unnest($1, $2, $3, $4, $5)
                """, connection);
            var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
            command.Parameters.Add(new() { Value = batch.Select(b => b.Row.Topic).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
            command.Parameters.Add(new() { Value = batch.Select(b => b.Row.ClientId).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
            command.Parameters.Add(new() { Value = batch.Select(_ => Row.Author).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
            command.Parameters.Add(new() { Value = batch.Select(_ => now).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint });
            command.Parameters.Add(new() { Value = batch.Select(b => b.Row.Text).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
            await command.ExecuteNonQueryAsync();
            foreach (var (_, done) in batch) done.SetResult();
            batch.Clear();
        }
    }
}
