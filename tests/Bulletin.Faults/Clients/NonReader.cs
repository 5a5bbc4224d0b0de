using System.Net.WebSockets;

namespace Bulletin.Faults.Clients;

/// <summary>Joins every topic and then reads nothing, until the gateway has had enough of it; then once more.</summary>
internal sealed class NonReader(Traffic traffic, Person person, int home)
{
    private static readonly TimeSpan Hold = TimeSpan.FromSeconds(30);

    public async Task Run(CancellationToken cancellationToken)
    {
        for (var gateway = home; !cancellationToken.IsCancellationRequested; gateway++)
        {
            try
            {
                var url = traffic.Balancer.Url(traffic.Balancer.Pick(gateway));
                // A small buffer, so that it is the gateway which has to keep what is not read.
                using var connection = await WebSocketConnection.Open(url, person.Token, cancellationToken, options => options.SetBuffer(1_024, 1_024));
                await connection.Send(WebSocketConnection.Handshake, cancellationToken);
                foreach (var topic in traffic.History.Topics) await connection.Call($"{topic}", "JoinTopic", [topic, null], cancellationToken);
                await Task.Delay(Hold, cancellationToken);
                connection.Socket.Abort();
            }
            catch (Exception e) when (e is WebSocketException or HttpRequestException or IOException)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
            }
        }
    }
}
