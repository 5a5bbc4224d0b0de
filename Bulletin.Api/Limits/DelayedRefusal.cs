using Bulletin.Api.Http;

namespace Bulletin.Api.Limits;

/// <summary>
/// Answers refusals a moment late: a client that asks again at once, instead of when it was told to, would otherwise be refused so often
/// that the refusals alone take a core. While it waits it costs nothing, and connections are bounded.
/// </summary>
internal static class DelayedRefusal
{
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(500);

    /// <summary>For a request. Written here rather than thrown: unwinding the whole pipeline costs more than the answer.</summary>
    public static async Task Answer(LimitAnswer refused, HttpContext context)
    {
        await Task.Delay(Delay, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!context.RequestAborted.IsCancellationRequested) await new ProblemResult(refused.Problem).ExecuteAsync(context);
    }

    /// <summary>For a call of the hub.</summary>
    /// <exception cref="ProblemException">With <c>rate_limited</c>.</exception>
    public static async Task Throw(LimitAnswer refused, CancellationToken cancellationToken)
    {
        await Task.Delay(Delay, cancellationToken);
        refused.OrThrow();
    }
}
