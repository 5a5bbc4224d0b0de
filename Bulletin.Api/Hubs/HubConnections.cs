using Bulletin.Api.Connections;
using Bulletin.Api.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Bulletin.Api.Hubs;

/// <summary>SignalR's connection registry, extended to keep <see cref="LiveConnections"/> up to date.</summary>
internal sealed class HubConnections(LiveConnections connections, ILogger<DefaultHubLifetimeManager<BulletinHub>> logger)
    : DefaultHubLifetimeManager<BulletinHub>(logger)
{
    public override async Task OnConnectedAsync(HubConnectionContext connection)
    {
        connections.Add(connection);
        await base.OnConnectedAsync(connection);
        // The hub aborts this connection. Only here can it be told why.
        if (!connections.MayHaveMore(connections.Find(connection.ConnectionId).SendQueue.UserId))
            await connection.WriteAsync(new CloseMessage(Problems.RateLimited("connections", TimeSpan.FromSeconds(1)).ToString()));
    }

    public override Task OnDisconnectedAsync(HubConnectionContext connection)
    {
        connections.Remove(connection.ConnectionId);
        return base.OnDisconnectedAsync(connection);
    }
}
