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

    /// <param name="settings">More of them, for all.</param>
    public static async Task<BulletinServer[]> Started(string connectionString, int count, params (string Key, string Value)[] settings)
    {
        var signingKey = NewSigningKey();
        var servers = new List<BulletinServer>();
        for (var i = 0; i < count; i++)
        {
            Dictionary<string, string> all = new(OnPostgres(connectionString)) { ["Auth:SigningKeys:0"] = signingKey };
            foreach (var (key, value) in settings) all[key] = value;
            servers.Add(await BulletinServer.Started(all));
        }
        return [.. servers];
    }
}
