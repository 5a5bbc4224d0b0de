using System.Net;
using System.Text.Json;

namespace Bulletin.SystemTests.Harness;

/// <summary>An HTTP answer, read to its end.</summary>
internal sealed class Answer(HttpResponseMessage message, string body)
{
    private JsonElement? _json;

    public HttpStatusCode Status => message.StatusCode;
    public string Body => body;
    public string? ContentType => message.Content.Headers.ContentType?.MediaType;
    public JsonElement Json => _json ??= JsonSerializer.Deserialize<JsonElement>(body);

    /// <summary>The problem's code; null when this is no problem.</summary>
    public string? Code => ContentType == "application/problem+json" ? Json.Text("code") : null;

    public string? Header(string name) =>
        message.Headers.TryGetValues(name, out var values) || message.Content.Headers.TryGetValues(name, out values)
            ? string.Join(", ", values)
            : null;

    /// <summary>Itself, if it has this status.</summary>
    public Answer Is(HttpStatusCode status)
    {
        if (Status != status) Assert.Fail($"Expected {(int)status} {status}, got {this}");
        return this;
    }

    /// <summary>Itself, if it is a problem in full, with this status and code.</summary>
    public Answer IsProblem(HttpStatusCode status, string code)
    {
        Is(status);
        Assert.True(ContentType == "application/problem+json", $"Not a problem: {this}");
        Assert.True(Code == code, $"Expected the code {code}: {this}");
        Assert.Equal((int)status, Json.GetProperty("status").GetInt32());
        Assert.False(string.IsNullOrWhiteSpace(Json.Text("title")), $"No title: {this}");
        Assert.False(string.IsNullOrWhiteSpace(Json.Text("type")), $"No type: {this}");
        Assert.False(string.IsNullOrWhiteSpace(Json.Text("traceId")), $"No traceId: {this}");
        return this;
    }

    public override string ToString() =>
        $"{(int)Status} {message.RequestMessage?.Method} {message.RequestMessage?.RequestUri?.PathAndQuery}: {(body.Length > 600 ? body[..600] + "…" : body)}";
}
