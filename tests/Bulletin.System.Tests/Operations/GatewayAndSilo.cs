using System.Net;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Operations;

/// <summary>The smallest cluster of both roles: a silo and a gateway without one, on a database of their own.</summary>
internal sealed class GatewayAndSilo : IAsyncDisposable
{
    private GatewayAndSilo(SiloProcess silo, BulletinServer gateway) => (Silo, Gateway) = (silo, gateway);

    public SiloProcess Silo { get; }
    public BulletinServer Gateway { get; }

    /// <param name="settings">For both.</param>
    public static async Task<GatewayAndSilo> Started(string connectionString, params (string Key, string Value)[] settings)
    {
        var silo = await SiloProcess.Started(connectionString, [.. settings.Select(s => $"--{s.Key}={s.Value}")]);
        var gateway = await BulletinServer.Started(new Dictionary<string, string>(settings.Select(s => KeyValuePair.Create(s.Key, s.Value)))
        {
            ["Cluster:Role"] = "Gateway",
            ["ConnectionStrings:Postgres"] = connectionString,
            ["Auth:SigningKeys:0"] = Nodes.NewSigningKey(),
        });
        await WarmUp(gateway);
        return new(silo, gateway);
    }

    /// <summary>The first post of a new process takes as long as a thousand later ones: what is counted comes after it.</summary>
    private static async Task WarmUp(BulletinServer gateway)
    {
        using var person = await Person.SignedUp(gateway.Url);
        var topic = await person.NewTopic("Warming up");
        var clientId = Guid.CreateVersion7();
        await Eventually.That(async () => (await person.TryPost(topic, "Warming up", clientId)).Status is HttpStatusCode.Created or HttpStatusCode.OK, "the first post is answered");
        await using var hub = await HubClient.Of(person);
        await Eventually.That(async () =>
        {
            try
            {
                await hub.Post(topic, "Warming up", clientId);
                return true;
            }
            catch (Microsoft.AspNetCore.SignalR.HubException)
            {
                return false;
            }
        }, "the first post over the hub is answered");
    }

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await Silo.DisposeAsync();
    }
}
