using Bulletin.Api.Http;

namespace Bulletin.Api.Topics;

/// <summary>
/// Makes "topic not found" take the same time whether the topic does not exist, which costs its grain an activation and a database
/// read, or the caller may not see it, which its grain knows from memory. Otherwise the time would tell that it exists.
/// </summary>
/// <remarks>A refusal that is held takes a timer, no thread, and the rate limits bound how many there are.</remarks>
internal sealed class HeldRefusals(TimeProvider clock) : IEndpointFilter
{
    /// <summary>Longer than it takes to find out that a topic does not exist.</summary>
    public static readonly TimeSpan HeldFor = TimeSpan.FromMilliseconds(25);

    /// <summary>When the time of a call begins: once all of it has arrived, so that a slow sender can't use it up.</summary>
    public long Begin() => clock.GetTimestamp();

    public static bool AreHeld(ProblemException refused) => refused.Problem.Code == ProblemCodes.TopicNotFound;

    /// <summary>Ends when the refusal may be sent. Takes steps of <see cref="HeldFor"/>, so that little is told by a slow database either.</summary>
    public Task Hold(long began, CancellationToken cancellationToken) =>
        Hold(began, HeldFor * Math.Ceiling(Math.Max(1, clock.GetElapsedTime(began).Ticks) / (double)HeldFor.Ticks), cancellationToken);

    private async Task Hold(long began, TimeSpan until, CancellationToken cancellationToken)
    {
        while (until - clock.GetElapsedTime(began) is var left && left > TimeSpan.Zero && !cancellationToken.IsCancellationRequested)
        {
            // A timer counts whole milliseconds.
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)), clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var began = Begin();
        try
        {
            return await next(context);
        }
        catch (ProblemException refused) when (AreHeld(refused))
        {
            await Hold(began, context.HttpContext.RequestAborted);
            throw;
        }
    }
}

/// <summary>Applies <see cref="HeldRefusals"/> to endpoints.</summary>
internal static class HeldRefusalsExtensions
{
    /// <summary>For every endpoint that may answer "topic not found".</summary>
    public static TBuilder HoldsRefusals<TBuilder>(this TBuilder endpoints) where TBuilder : IEndpointConventionBuilder =>
        endpoints.AddEndpointFilterFactory(static (context, next) =>
        {
            var held = context.ApplicationServices.GetRequiredService<HeldRefusals>();
            return call => held.InvokeAsync(call, next);
        });
}
