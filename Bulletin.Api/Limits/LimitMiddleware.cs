using Bulletin.Api.Auth;

namespace Bulletin.Api.Limits;

/// <summary>Spends from the limit of the endpoint before its body is read, and tells the caller how much is left.</summary>
public sealed class LimitMiddleware(RequestDelegate next, AllLimits limits, ICallers callers)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<LimitedBy>() is { } limited && limited.When?.Invoke(context.Request) is not false)
        {
            var whose = limited.PerAddress
                ? ClientAddress.Of(context.Connection.RemoteIpAddress)
                : callers.Of(context.User).User.Id.ToString();
            var answer = limited.Choose(limits).Acquire(whose);
            // As the answer starts: the exception handler clears headers that were set before.
            context.Response.OnStarting(static state =>
            {
                var (context, answer) = ((HttpContext, LimitAnswer))state;
                context.Response.Headers["RateLimit-Policy"] = answer.Limit.Policy;
                context.Response.Headers["RateLimit"] = answer.Header;
                return Task.CompletedTask;
            }, (context, answer));
            answer.OrThrow();
        }

        return next(context);
    }
}
