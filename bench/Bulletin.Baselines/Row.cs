using System.Text.Json;

namespace Bulletin.Baselines;

/// <summary>A posted message, and the row that stores it.</summary>
internal sealed record Row(Guid Topic, Guid ClientId, string Text)
{
    public const string Table = """
        CREATE TABLE IF NOT EXISTS bare_messages (
          id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, topic_id uuid NOT NULL, client_id uuid NOT NULL, author_id uuid NOT NULL,
          created_at bigint NOT NULL, text text NOT NULL)
        """;

    public static readonly Guid Author = Guid.Parse("00000000-0000-7000-8000-000000000001");

    public static async ValueTask<Row> Read(Guid topic, HttpContext context)
    {
        var body = await JsonSerializer.DeserializeAsync<Body>(context.Request.Body, JsonSerializerOptions.Web);
        return new(topic, Guid.Parse(body!.ClientId), body.Text);
    }

    public static IResult Created(Row row) => Results.Json(row, statusCode: StatusCodes.Status201Created);

    private sealed record Body(string Text, string ClientId);
}
