using System.Net;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Operations;

/// <summary>An orchestrator learns how a server is whatever its clients do.</summary>
public sealed class Probes(Shared shared) : SystemTest(shared)
{
    private const int Connections = 3;

    [Theory, InlineData(Connections, 100), InlineData(100, Connections)]
    public async Task A_server_with_as_many_connections_as_it_takes_still_answers_probes_on_its_metrics_port(int most, int perAddress)
    {
        var server = await OwnServer(("Http:MaxConnections", $"{most}"), ("Http:MaxConnectionsPerAddress", $"{perAddress}"));
        using var held = await HeldConnections.Of(server.Url, Connections);
        using var client = server.Client();
        using ApiClient probe = new(server.MetricsUrl);

        Assert.NotEqual(HttpStatusCode.OK, (await client.Get("/health/live")).Status);
        (await probe.Get("/health/live")).Is(HttpStatusCode.OK);
    }
}
