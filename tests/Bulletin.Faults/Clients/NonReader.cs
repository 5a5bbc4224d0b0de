using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Bulletin.Faults.Clients;

/// <summary>Joins every topic and then reads nothing, until the gateway has had enough of it; then once more.</summary>
internal sealed class NonReader(Traffic traffic, Person person, int home)
{
    private const char EndOfFrame = '\u001e';
    private static readonly TimeSpan Hold = TimeSpan.FromSeconds(30);

    public async Task Run(CancellationToken cancellationToken)
    {
        for (var gateway = home; !cancellationToken.IsCancellationRequested; gateway++)
        {
            try
            {
                using var socket = new ClientWebSocket();
                // Small, so that it is the gateway which has to keep what is not read.
                socket.Options.SetBuffer(1_024, 1_024);
                var url = traffic.Balancer.Url(traffic.Balancer.Pick(gateway));
                await socket.ConnectAsync(new UriBuilder(url) { Scheme = "ws", Path = "/hubs/bulletin", Query = $"access_token={person.Token}" }.Uri, cancellationToken);
                await Send(socket, new { protocol = "json", version = 1 }, cancellationToken);
                foreach (var topic in traffic.History.Topics)
                    await Send(socket, new { type = 1, invocationId = $"{topic}", target = "JoinTopic", arguments = new object?[] { $"{topic}", null } }, cancellationToken);
                await Task.Delay(Hold, cancellationToken);
                socket.Abort();
            }
            catch (Exception e) when (e is WebSocketException or HttpRequestException or IOException)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
            }
        }
    }

    private static Task Send(ClientWebSocket socket, object frame, CancellationToken cancellationToken) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(frame) + EndOfFrame), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
}
