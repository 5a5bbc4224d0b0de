using System.Text.Json;

namespace Bulletin.Api.Http;

/// <summary>
/// The reason for refusing a call: an RFC 9457 body over HTTP, <c>code: detail</c> from the hub.
/// </summary>
/// <param name="Status">The HTTP status code.</param>
/// <param name="Code">A stable snake_case identifier for programs.</param>
/// <param name="Title">The general meaning of the code.</param>
/// <param name="Detail">Its meaning in this case. Never contains client input or server internals.</param>
public sealed record Problem(int Status, string Code, string Title, string Detail)
{
    /// <summary>For <c>validation_failed</c> and <c>unknown_field</c>: the errors of each field.</summary>
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    /// <summary>When to retry. Sent in whole seconds, rounded up.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>For <c>rate_limited</c>: the limit that was reached.</summary>
    public string? Limit { get; init; }

    /// <summary>For <c>draft_changed</c>: the newer draft as JSON, which is null if there is none. Only sent over HTTP.</summary>
    public JsonElement? Draft { get; init; }

    /// <summary>The message of a <c>HubException</c>.</summary>
    public override string ToString() => $"{Code}: {Detail}";
}

/// <summary>Carries a problem from any depth to the edge: the HTTP exception handler or the hub's filter.</summary>
public sealed class ProblemException : Exception
{
    public ProblemException(Problem problem) : base(problem.ToString()) => Problem = problem;

    public Problem Problem { get; }
}
