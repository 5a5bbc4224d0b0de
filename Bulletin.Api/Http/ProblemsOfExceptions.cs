using System.Net.Sockets;
using System.Text.Json;
using Bulletin.Grains;
using Bulletin.Grains.Search;

namespace Bulletin.Api.Http;

/// <summary>Maps exceptions to problems, identically for HTTP and for the hub.</summary>
public static class ProblemsOfExceptions
{
    /// <returns>Null for an unexpected exception: a server error, to be logged and returned as <c>internal_error</c>.</returns>
    public static Problem? Of(Exception exception) => exception switch
    {
        ProblemException problem => problem.Problem,
        BadHttpRequestException { StatusCode: 400 } => Problems.Malformed("A value in the request is missing or has the wrong type."),
        BadHttpRequestException request => Problems.OfStatus(request.StatusCode),
        SearchBusyException => Problems.SearchBusy(),
        JsonException => Problems.Malformed("The body is not valid JSON."),
        _ when IsAway(exception) => Problems.Unavailable(),
        _ => null,
    };

    /// <summary>Whether storage or the cluster is unavailable. A later attempt may succeed.</summary>
    public static bool IsAway(Exception exception) => exception is StorageUnavailableException || IsTransient(exception);

    /// <summary>Whether the cluster was unreachable or lost the call. Another attempt may succeed.</summary>
    public static bool IsTransient(Exception exception) =>
        exception is TimeoutException
            or SiloUnavailableException
            or OrleansMessageRejectionException
            or GatewayTooBusyException
            or LimitExceededException
            or ClientNotAvailableException
            or Orleans.Runtime.Messaging.ConnectionFailedException
            or SocketException
            // Thrown by the cluster client before it has connected and after it has stopped.
            or OrleansLifecycleCanceledException
            // Thrown by a silo that could not place the grain in time. Whoever cancels a call themselves has a token that can be cancelled.
            or OperationCanceledException { CancellationToken.CanBeCanceled: false }
        // While the grain directory moves after a silo has died or joined, a call that is forwarded too often fails with exactly
        // this type. Only the message text could tell it apart.
        || exception.GetType() == typeof(OrleansException)
        || exception is OrleansException { InnerException: { } inner } && IsTransient(inner);
}
