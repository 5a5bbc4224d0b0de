using System.Text.Json;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Bulletin.Clients;

/// <summary>A connection to the hub of one gateway, by the official SignalR client. When it is gone it is gone.</summary>
internal sealed class SignalRConnection : IAsyncDisposable
{
    private readonly HubConnection _connection;
    private readonly TaskCompletionSource<Exception?> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SignalRConnection(Uri gateway, string token, HubProtocol protocol = HubProtocol.Json)
    {
        _connection = Builder(gateway, token, protocol).Build();
        _connection.Closed += reason =>
        {
            _closed.TrySetResult(reason);
            return Task.CompletedTask;
        };
    }

    /// <summary>Ends when the connection does, with the reason if there is one.</summary>
    public Task<Exception?> Closed => _closed.Task;

    public bool IsConnected => _connection.State == HubConnectionState.Connected;

    /// <summary>How long the server may be silent, pings included, before it counts as gone.</summary>
    public TimeSpan ServerTimeout
    {
        get => _connection.ServerTimeout;
        set => _connection.ServerTimeout = value;
    }

    /// <summary>For those who want more of the official client, as that it reconnects by itself.</summary>
    public static IHubConnectionBuilder Builder(Uri gateway, string token, HubProtocol protocol = HubProtocol.Json)
    {
        var builder = new HubConnectionBuilder().WithUrl(new Uri(gateway, "/hubs/bulletin"), options =>
        {
            options.AccessTokenProvider = () => Task.FromResult<string?>(token);
            options.Transports = HttpTransportType.WebSockets;
            options.SkipNegotiation = true;
        });
        return protocol == HubProtocol.MessagePack ? builder.AddMessagePackProtocol() : builder;
    }

    /// <summary>What happens when the hub sends this event, which has one argument.</summary>
    public void On(string name, Action<JsonElement> happened) => _connection.On(name, [typeof(object)], arguments =>
    {
        happened(HubValues.ToJson(arguments[0]));
        return Task.CompletedTask;
    });

    public Task Open(CancellationToken cancellationToken) => _connection.StartAsync(cancellationToken);

    /// <summary>Calls any method with any arguments.</summary>
    /// <exception cref="Microsoft.AspNetCore.SignalR.HubException">The hub refused it.</exception>
    public async Task<JsonElement> Call(string method, object?[] arguments, CancellationToken cancellationToken) =>
        HubValues.ToJson(await _connection.InvokeCoreAsync(method, typeof(object), arguments, cancellationToken));

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
