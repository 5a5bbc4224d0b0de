using System.Diagnostics.Metrics;
using Bulletin.Api.Auth;
using Bulletin.Api.Http;
using Bulletin.Grains;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Bulletin.Api.Hubs;

/// <summary>
/// Connections that SignalR closes because of what their client sent: something that is no message of the hub, or is too large. The
/// client is told <c>code: detail</c>, as by a refused call, and operators see a line in the log and a metric.
/// </summary>
internal sealed partial class ProtocolErrors : IHubFilter
{
    /// <summary>The exception follows, since detailed errors are enabled.</summary>
    private const string FromSignalR = "Connection closed with an error.";

    private static readonly Problem TooLarge = Problems.PayloadTooLarge() with { Detail = "A message to the hub must not exceed 64 KiB." };
    private static readonly Problem Invalid = Problems.Malformed("The client sent something that is not a message of the hub's protocol.");

    private static readonly Problem Silent = Problems.RequestTimeout() with { Detail = "The client has sent a ping before, but none for 30 seconds." };

    private readonly ILogger<ProtocolErrors> logger;
    private readonly Counter<long> errors;

    public ProtocolErrors(IMeterFactory meters, ILogger<ProtocolErrors> logger)
    {
        this.logger = logger;
        errors = meters.Create(BulletinTelemetry.Name).CreateCounter<long>(
            "bulletin.live.protocol_errors", "{connection}", "Hub connections closed because the client sent no valid message, or a too large one");
        foreach (var problem in new[] { TooLarge, Invalid }) errors.Add(0, Code(problem));
    }

    /// <summary>SignalR's reason for closing a connection, as clients get it. Other reasons are returned as they are.</summary>
    public static CloseMessage Plain(CloseMessage closing) =>
        closing.Error is not { } error || !error.StartsWith(FromSignalR, StringComparison.Ordinal) ? closing
        // A client at fault would do the same again.
        : Of(error) is { } problem ? new CloseMessage(problem.ToString(), allowReconnect: false)
        : error.Contains(nameof(HubOptions.ClientTimeoutInterval), StringComparison.Ordinal) ? new CloseMessage(Silent.ToString(), closing.AllowReconnect)
        : new CloseMessage(Problems.InternalError().ToString(), closing.AllowReconnect);

    public Task OnDisconnectedAsync(HubLifetimeContext context, Exception? exception, Func<HubLifetimeContext, Exception?, Task> next)
    {
        if (exception is InvalidDataException && Of($"{nameof(InvalidDataException)}: {exception.Message}") is { } problem)
        {
            errors.Add(1, Code(problem));
            LogClosed(context.Context.ConnectionId, Caller.Of(context.Context.User!)?.UserId, problem.ToString());
        }
        return next(context, exception);
    }

    private static Problem? Of(string error) =>
        !error.Contains(nameof(InvalidDataException), StringComparison.Ordinal) ? null
        : error.Contains("maximum message size", StringComparison.Ordinal) ? TooLarge : Invalid;

    private static KeyValuePair<string, object?> Code(Problem problem) => new("code", problem.Code);

    [LoggerMessage(LogLevel.Information, "Connection {ConnectionId} of user {UserId} closed: {Reason}")]
    private partial void LogClosed(string connectionId, Guid? userId, string reason);
}
