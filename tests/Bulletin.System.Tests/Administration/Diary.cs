using System.Security.Cryptography;
using System.Text.Json;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Administration;

/// <summary>Makes requests and notes which entries of the audit log they should leave.</summary>
internal sealed class Diary
{
    private readonly List<Note> _notes = [];

    /// <param name="Before">JSON; null for none.</param>
    /// <param name="After">JSON; null for none.</param>
    public sealed record Note(string Actor, string Action, string Kind, Guid Target, long? Seq, string? Before, string? After, string TraceId);

    public IReadOnlyList<Note> Notes => _notes;

    /// <summary>An act of office that is in the log once.</summary>
    /// <param name="target">Null for whatever the answer names.</param>
    public async Task<JsonElement> Did(Person actor, string method, string path, object? body, string action, Guid? target, long? seq = null, object? before = null, object? after = null)
    {
        var (answer, traceId) = await Send(actor, method, path, body);
        Assert.True((int)answer.Status < 300, $"{answer}");
        var json = answer.Body.Length > 0 ? answer.Json : default;
        var kind = seq is not null ? "message" : action[..action.IndexOf('.', StringComparison.Ordinal)];
        _notes.Add(new(actor.Username, action, kind, target ?? json.GetProperty("user").Id(), seq, Text(before), Text(after), traceId));
        return json;
    }

    /// <summary>Another entry of the latest request.</summary>
    public void AndThat(string action, Guid target, long? seq = null, object? before = null, object? after = null) =>
        _notes.Add(_notes[^1] with { Action = action, Target = target, Seq = seq, Before = Text(before), After = Text(after), Kind = seq is null ? "user" : "message" });

    /// <summary>What was allowed to everybody, or was refused, or changed nothing: it is not in the log.</summary>
    public static async Task<Answer> Nothing(Person actor, string method, string path, object? body = null) => (await Send(actor, method, path, body)).Answer;

    private static async Task<(Answer Answer, string TraceId)> Send(Person actor, string method, string path, object? body)
    {
        var traceId = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var answer = await actor.Api.Send(
            new HttpMethod(method), path, method == "GET" || body is null ? null : ApiClient.Json(body), ("traceparent", $"00-{traceId}-{traceId[..16]}-01"));
        return (answer, traceId);
    }

    private static string? Text(object? value) => value is null ? null : JsonSerializer.Serialize(value, JsonSerializerOptions.Web);
}
