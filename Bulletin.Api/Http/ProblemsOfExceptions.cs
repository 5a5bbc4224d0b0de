using System.Net.Sockets;
using System.Text.Json;
using Bulletin.Grains;
using Orleans.Runtime;

namespace Bulletin.Api.Http;

/// <summary>What an exception means to whoever called: one answer for HTTP and for the hub.</summary>
public static class ProblemsOfExceptions
{
    /// <returns>Null for what nobody foresaw: a mistake of ours, to be logged and answered with <c>internal_error</c>.</returns>
    public static Problem? Of(Exception exception) => exception switch
    {
        ProblemException problem => problem.Problem,
        BadHttpRequestException { StatusCode: 400 } => Problems.Malformed("A value in the request is missing or has the wrong type."),
        BadHttpRequestException request => Problems.OfStatus(request.StatusCode),
        JsonException => Problems.Malformed("The body is not valid JSON."),
        _ when IsAway(exception) => Problems.Unavailable(),
        _ => null,
    };

    /// <summary>Whether storage or the cluster is away: a later attempt may fare better.</summary>
    public static bool IsAway(Exception exception) => exception is StorageUnavailableException || IsTransient(exception);

    /// <summary>Whether the cluster could not be reached, or lost the call on its way: another attempt may fare better.</summary>
    public static bool IsTransient(Exception exception) =>
        exception is TimeoutException
            or SiloUnavailableException
            or OrleansMessageRejectionException
            or GatewayTooBusyException
            or LimitExceededException
            or ClientNotAvailableException
            or Orleans.Runtime.Messaging.ConnectionFailedException
            or SocketException
            // The cluster client before its first connection, and after its last.
            or OrleansLifecycleCanceledException
        // While a directory of grains changes hands, after a silo died or came, a call that is passed on too often ends in this
        // very type, with nothing but words to tell it by.
        || exception.GetType() == typeof(OrleansException)
        || exception is OrleansException { InnerException: { } inner } && IsTransient(inner);
}
