using System.Security.Cryptography;

namespace Bulletin.SystemTests.Harness;

/// <summary>Nodes of one cluster on this machine.</summary>
internal static class Nodes
{
    /// <summary>The settings for one process on Postgres.</summary>
    public static Dictionary<string, string> OnPostgres(string connectionString)
    {
        var ports = Ports.Free(2);
        return new()
        {
            ["ConnectionStrings:Postgres"] = connectionString,
            ["Cluster:SiloPort"] = $"{ports[0]}",
            ["Cluster:GatewayPort"] = $"{ports[1]}",
        };
    }

    public static string NewSigningKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKeyPem();
    }

    public static async Task<BulletinServer[]> Started(string connectionString, int count)
    {
        var signingKey = NewSigningKey();
        var servers = new List<BulletinServer>();
        for (var i = 0; i < count; i++)
            servers.Add(await BulletinServer.Started(new Dictionary<string, string>(OnPostgres(connectionString)) { ["Auth:SigningKeys:0"] = signingKey }));
        return [.. servers];
    }
}
