using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bulletin.Operations;

/// <summary>
/// Logs each request when it ends, if <c>Logging:Requests</c> is true. A line has the route and not the path, which may contain
/// the token of an invitation; and neither query, headers, body nor the client's address.
/// </summary>
public static partial class RequestLog
{
    public const string Setting = "Logging:Requests";
    private const string Category = "Bulletin.Requests";

    public static void UseRequestLog(this WebApplication app)
    {
        if (!app.Configuration.GetValue(Setting, defaultValue: false)) return;
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(Category);
        var clock = app.Services.GetRequiredService<TimeProvider>();
        app.Use(async (context, next) =>
        {
            var started = clock.GetTimestamp();
            // Read first: whoever handles an exception takes it from the request.
            var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText?.TrimEnd('/') ?? "(no route)";
            try
            {
                await next(context);
            }
            finally
            {
                LogRequest(logger, context.Request.Method, route, context.Response.StatusCode, Math.Round(clock.GetElapsedTime(started).TotalMilliseconds, 1));
            }
        });
    }

    [LoggerMessage(LogLevel.Information, "{Method} {Route} {Status} in {Milliseconds} ms")]
    private static partial void LogRequest(ILogger logger, string method, string route, int status, double milliseconds);
}
