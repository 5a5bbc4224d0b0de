using Bulletin.Api.Http;
using Microsoft.AspNetCore.SignalR;

namespace Bulletin.Api.Hubs;

/// <summary>Reports the hub's errors as the REST API's problems, on one line: <c>code: detail</c>.</summary>
internal sealed partial class HubErrorFilter(ILogger<HubErrorFilter> logger) : IHubFilter
{
    public async ValueTask<object?> InvokeMethodAsync(
        HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        try
        {
            return await next(invocationContext);
        }
        catch (HubException)
        {
            throw;
        }
        catch (OperationCanceledException) when (invocationContext.Context.ConnectionAborted.IsCancellationRequested)
        {
            // The client has disconnected: nobody waits for the response, and nothing failed here.
            throw Refused(Problems.Unavailable());
        }
        catch (Exception e)
        {
            if (ProblemsOfExceptions.Of(e) is { } problem) throw Refused(problem);
            LogFailed(e, invocationContext.HubMethodName);
            throw Refused(Problems.InternalError());
        }
    }

    private static HubException Refused(Problem problem) => new(problem.ToString());

    [LoggerMessage(LogLevel.Error, "Hub method {Method} failed")]
    private partial void LogFailed(Exception reason, string method);
}
