namespace Bulletin.Api.Limits;

/// <summary>
/// Answers refusals a moment late: a client that asks again at once, instead of when it was told to, would otherwise be refused so often
/// that the refusals alone take a core. While it waits it costs nothing, and connections are bounded.
/// </summary>
internal static class LateRefusal
{
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(500);

    /// <exception cref="Http.ProblemException">With <c>rate_limited</c>.</exception>
    public static async Task Throw(LimitAnswer refused, CancellationToken cancellationToken)
    {
        await Task.Delay(Delay, cancellationToken);
        refused.OrThrow();
    }
}
