using Bulletin.Api.Connections;
using Microsoft.AspNetCore.SignalR;

namespace Bulletin.Api.Hubs;

/// <summary>SignalR's connection registry, extended to keep <see cref="LiveConnections"/> up to date.</summary>
internal sealed class HubConnections(LiveConnections connections, ILogger<DefaultHubLifetimeManager<BulletinHub>> logger)
    : DefaultHubLifetimeManager<BulletinHub>(logger)
{
    public override Task OnConnectedAsync(HubConnectionContext connection)
    {
        connections.Add(connection);
        return base.OnConnectedAsync(connection);
    }

    public override Task OnDisconnectedAsync(HubConnectionContext connection)
    {
        connections.Remove(connection.ConnectionId);
        return base.OnDisconnectedAsync(connection);
    }
}
