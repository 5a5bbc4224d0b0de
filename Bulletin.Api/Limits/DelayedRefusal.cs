using Bulletin.Api.Http;

namespace Bulletin.Api.Limits;

/// <summary>
/// Delays refusals briefly. A client that retries at once instead of after the given time would otherwise be refused so often that
/// refusals alone occupy a core. A delayed refusal costs nothing, and the number of connections is bounded.
/// </summary>
internal static class DelayedRefusal
{
    public static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(500);

    /// <summary>Refuses a request. Writes the response directly: throwing would unwind the whole pipeline, which costs more than the response.</summary>
    public static Task Answer(LimitAnswer refused, HttpContext context) => Answer(refused.Problem, context);

    /// <inheritdoc cref="Answer(LimitAnswer, HttpContext)"/>
    public static async Task Answer(Problem refused, HttpContext context)
    {
        await Task.Delay(Delay, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!context.RequestAborted.IsCancellationRequested) await new ProblemResult(refused).ExecuteAsync(context);
    }

    /// <summary>Refuses a hub call.</summary>
    /// <exception cref="ProblemException">With <c>rate_limited</c>.</exception>
    public static async Task Throw(LimitAnswer refused, CancellationToken cancellationToken)
    {
        await Task.Delay(Delay, cancellationToken);
        refused.OrThrow();
    }
}
