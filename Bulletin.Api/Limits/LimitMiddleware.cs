using Bulletin.Api.Auth;
using Bulletin.Operations;

namespace Bulletin.Api.Limits;

/// <summary>Applies the endpoint's rate limit before the body is read, and reports the remaining tokens to the caller.</summary>
public sealed class LimitMiddleware(RequestDelegate next, AllLimits limits)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<LimitedBy>() is not { } limited) return next(context);
        if (limited.When?.Invoke(context.Request) is not false)
        {
            var answer = limited.Choose(limits).Acquire(limited.PerAddress ? ClientAddress.Of(context.Connection.RemoteIpAddress) : User(context));
            // Set when the response starts, since the exception handler clears earlier headers.
            context.Response.OnStarting(static state =>
            {
                var (context, answer) = ((HttpContext, LimitAnswer))state;
                context.Response.Headers["RateLimit-Policy"] = answer.Limit.Policy;
                context.Response.Headers["RateLimit"] = answer.Header;
                return Task.CompletedTask;
            }, (context, answer));
            if (answer.RetryAfter is not null) return DelayedRefusal.Answer(answer, context);
        }
        // Cheap and frequent calls: headers would cost more than the limit itself.
        else if (limited.Otherwise is { } otherwise && otherwise(limits).Acquire(User(context)) is { RetryAfter: not null } refused)
            return DelayedRefusal.Answer(refused, context);

        return next(context);
    }

    private static string User(HttpContext context) => Caller.Required(context.User).LimitKey;
}
