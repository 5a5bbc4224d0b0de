using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Bulletin.Api.Contract;

namespace Bulletin.Api.Http;

/// <summary>Writes a problem as RFC 9457 <c>application/problem+json</c>.</summary>
public sealed class ProblemResult(Problem problem) : IResult
{
    public const string ContentType = "application/problem+json";

    /// <summary>The id given to the caller and in the log: the current trace id, else the caller's, else the request id.</summary>
    public static string TraceOf(HttpContext httpContext) =>
        Activity.Current?.TraceId.ToString()
        ?? (ActivityContext.TryParse(httpContext.Request.Headers.TraceParent, traceState: null, out var caller) ? caller.TraceId.ToString() : httpContext.TraceIdentifier);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = problem.Status;
        response.Headers.CacheControl = "no-store";
        if (problem.RetryAfter is { } retryAfter)
            response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(retryAfter.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

        return response.WriteAsJsonAsync(ProblemBody.Of(problem, TraceOf(httpContext)), BulletinJson.Options, ContentType, httpContext.RequestAborted);
    }
}

/// <summary>The answer to every refused call.</summary>
/// <param name="Type">A URN ending in the code.</param>
/// <param name="TraceId">Identifies this request in the server's logs and traces.</param>
/// <param name="Code">A stable snake_case identifier for programs.</param>
/// <param name="Errors">For <c>validation_failed</c> and <c>unknown_field</c>: the errors of each field.</param>
/// <param name="Limit">For <c>rate_limited</c>: the limit that was reached.</param>
/// <param name="Draft">For <c>draft_changed</c>: the newer draft. Null if there is none.</param>
public sealed record ProblemBody(
    [property: Format(FormatAttribute.Uri)] string Type,
    string Title,
    int Status,
    string Detail,
    string TraceId,
    [property: NamesOf(typeof(ProblemCodes))] string Code,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, string[]>? Errors = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Limit = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonElement? Draft = null)
{
    public static ProblemBody Of(Problem problem, string traceId) => new(
        $"urn:bulletin:problem:{problem.Code}", problem.Title, problem.Status, problem.Detail, traceId, problem.Code, problem.Errors, problem.Limit, problem.Draft);
}
