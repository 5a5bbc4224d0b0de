using Bulletin.Grains.Search;
using Microsoft.AspNetCore.Diagnostics;

namespace Bulletin.Api.Http;

/// <summary>Turns every exception of an HTTP request into a problem. Only unexpected exceptions are logged as errors.</summary>
public sealed partial class ProblemHandler(ILogger<ProblemHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var problem = ProblemsOfExceptions.Of(exception);
        // The exception middleware removes the endpoint from the request and keeps it in this feature.
        var endpoint = httpContext.Features.Get<IExceptionHandlerFeature>()?.Endpoint?.DisplayName;
        var traceId = ProblemResult.TraceOf(httpContext);
        if (problem is null)
            LogUnforeseen(exception, httpContext.Request.Method, endpoint, traceId);
        else if (problem.Status == StatusCodes.Status503ServiceUnavailable)
            // Thrown deliberately, so its stack trace would not help.
            LogUnavailable(exception is ProblemException or SearchBusyException ? null : exception, endpoint, problem.Code, traceId);

        await new ProblemResult(problem ?? Problems.InternalError()).ExecuteAsync(httpContext);
        return true;
    }

    /// <summary>Adds a body to responses for which routing, authentication or the server set only a status.</summary>
    public static Task OfBareStatus(StatusCodeContext context) =>
        new ProblemResult(Problems.OfStatus(context.HttpContext.Response.StatusCode)).ExecuteAsync(context.HttpContext);

    [LoggerMessage(LogLevel.Error, "Unexpected error in {Method} {Endpoint} ({TraceId})")]
    private partial void LogUnforeseen(Exception exception, string method, string? endpoint, string traceId);

    [LoggerMessage(LogLevel.Warning, "{Endpoint} was answered with '{Code}' ({TraceId})")]
    private partial void LogUnavailable(Exception? reason, string? endpoint, string code, string traceId);
}
