using Microsoft.AspNetCore.Diagnostics;

namespace Bulletin.Api.Http;

/// <summary>The process edge of HTTP: whatever a request ran into becomes a problem, and only what nobody foresaw is logged as an error.</summary>
public sealed partial class ProblemHandler(ILogger<ProblemHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var problem = ProblemsOfExceptions.Of(exception);
        // The middleware takes the endpoint off the request, and keeps it here.
        var endpoint = httpContext.Features.Get<IExceptionHandlerFeature>()?.Endpoint?.DisplayName;
        var traceId = ProblemResult.TraceOf(httpContext);
        if (problem is null)
            LogUnforeseen(exception, httpContext.Request.Method, endpoint, traceId);
        else if (problem.Status == StatusCodes.Status503ServiceUnavailable)
            // We threw this one on purpose, so its stack trace would tell nothing new.
            LogUnavailable(exception is ProblemException ? null : exception, endpoint, traceId);

        await new ProblemResult(problem ?? Problems.InternalError()).ExecuteAsync(httpContext);
        return true;
    }

    /// <summary>Gives a body to answers that routing, authentication or the server made of a status alone.</summary>
    public static Task OfBareStatus(StatusCodeContext context) =>
        new ProblemResult(Problems.OfStatus(context.HttpContext.Response.StatusCode)).ExecuteAsync(context.HttpContext);

    [LoggerMessage(LogLevel.Error, "Unexpected error in {Method} {Endpoint} ({TraceId})")]
    private partial void LogUnforeseen(Exception exception, string method, string? endpoint, string traceId);

    [LoggerMessage(LogLevel.Warning, "{Endpoint} was answered with 'unavailable' ({TraceId})")]
    private partial void LogUnavailable(Exception? reason, string? endpoint, string traceId);
}
