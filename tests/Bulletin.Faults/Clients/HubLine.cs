using System.Net.WebSockets;
using System.Text.Json;
using Bulletin.Faults.Recording;
using Microsoft.AspNetCore.SignalR;

namespace Bulletin.Faults.Clients;

/// <summary>One connection to the hub of one gateway. When it is gone it is gone: who wants another makes another.</summary>
internal sealed class HubLine : IAsyncDisposable
{
    private readonly SignalRConnection connection;
    private readonly TaskCompletionSource disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly RunClock clock;
    private readonly TimeSpan patience;

    private HubLine(int gateway, Uri url, string token, RunClock clock, TimeSpan patience)
    {
        (Gateway, this.clock, this.patience) = (gateway, clock, patience);
        connection = new SignalRConnection(url, token) { ServerTimeout = TimeSpan.FromSeconds(20) };
        Closed = Task.WhenAny(connection.Closed, disposed.Task);
    }

    public int Gateway { get; }
    public Task Closed { get; }

    public void On(string name, Action<JsonElement> happened) => connection.On(name, happened);

    /// <returns>Null when it can't be had right now.</returns>
    public static async Task<HubLine?> Open(int gateway, Uri url, string token, RunClock clock, TimeSpan patience, Action<HubLine>? prepare, CancellationToken cancellationToken)
    {
        var line = new HubLine(gateway, url, token, clock, patience);
        prepare?.Invoke(line);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(patience);
        try
        {
            await line.connection.Open(limit.Token);
            return line;
        }
        catch (Exception e) when (IsLost(e))
        {
            await line.DisposeAsync();
            return null;
        }
    }

    public async Task<(Attempt Attempt, JsonElement Body)> Call(string method, object?[] arguments, CancellationToken cancellationToken)
    {
        var invoked = clock.Now;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(patience);
        try
        {
            var body = await connection.Call(method, arguments, limit.Token);
            return (Attempt(Outcome.Ok, method), body);
        }
        catch (HubException refused)
        {
            var (outcome, breaksProtocol) = Meaning(refused.Message, connection.IsConnected);
            return (Attempt(outcome, $"{method}: {refused.Message}") with { BreaksProtocol = breaksProtocol }, default);
        }
        catch (OperationCanceledException)
        {
            var gaveUp = !cancellationToken.IsCancellationRequested && connection.IsConnected;
            return (Attempt(Outcome.Unknown, $"{method}: no answer") with { TimedOut = gaveUp }, default);
        }
        catch (Exception e) when (IsLost(e))
        {
            return (Attempt(Outcome.Unknown, $"connection: {e.GetBaseException().Message}"), default);
        }

        Attempt Attempt(Outcome outcome, string detail) => new(Gateway, OverHub: true, invoked, clock.Now, outcome, detail);
    }

    /// <summary>What an error says of the call: the hub's, or the client's own word for a connection that went meanwhile.</summary>
    public static (Outcome Outcome, bool BreaksProtocol) Meaning(string message, bool isConnected) =>
        !isConnected || message.StartsWith("unavailable:", StringComparison.Ordinal) ? (Outcome.Unknown, false)
        // As a 500: a mistake of the server's, after which nobody knows what was done.
        : message.StartsWith("internal_error:", StringComparison.Ordinal) ? (Outcome.Unknown, true)
        : (Outcome.Refused, true);

    private static bool IsLost(Exception e) =>
        e is HttpRequestException or IOException or InvalidOperationException or WebSocketException or OperationCanceledException or TimeoutException or HubException;

    public async ValueTask DisposeAsync()
    {
        try
        {
            await connection.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(2));
        }
        catch (Exception e) when (IsLost(e))
        {
            // It was gone before.
        }
        disposed.TrySetResult();
    }
}
