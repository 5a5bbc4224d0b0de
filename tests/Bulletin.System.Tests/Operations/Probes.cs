using System.Net;
using System.Net.Sockets;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Operations;

/// <summary>An orchestrator learns how a server is whatever its clients do.</summary>
public sealed class Probes(Shared shared) : SystemTest(shared)
{
    private const int Connections = 3;

    [Theory, InlineData(Connections, 100), InlineData(100, Connections)]
    public async Task A_server_with_as_many_connections_as_it_takes_still_answers_probes_on_its_metrics_port(int most, int perAddress)
    {
        var operations = Ports.Free();
        var server = Own(await BulletinServer.Started(new Dictionary<string, string>
        {
            ["Metrics:Port"] = $"{operations}",
            ["Http:MaxConnections"] = $"{most}",
            ["Http:MaxConnectionsPerAddress"] = $"{perAddress}",
        }));
        List<TcpClient> clients = [];
        try
        {
            for (var i = 0; i < Connections; i++)
            {
                TcpClient client = new();
                clients.Add(client);
                await client.ConnectAsync(server.Url.Host, server.Url.Port, Cancelled);
            }
            await Eventually.That(async () => (await TryLive(server.Url)) is null, "the public port takes no more");

            Assert.Equal(HttpStatusCode.OK, await TryLive(new($"http://127.0.0.1:{operations}")));
        }
        finally
        {
            foreach (var client in clients) client.Dispose();
        }
    }

    /// <returns>Null if there was no answer.</returns>
    private static async Task<HttpStatusCode?> TryLive(Uri at)
    {
        using HttpClient http = new();
        try
        {
            return (await http.GetAsync(new Uri(at, "/health/live"), Cancelled)).StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
