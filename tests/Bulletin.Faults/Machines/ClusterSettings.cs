using System.Security.Cryptography;

namespace Bulletin.Faults.Machines;

/// <summary>The settings of a cluster's processes.</summary>
internal sealed class ClusterSettings
{
    private static readonly string[] Limits = ["Posting", "Writing", "Marking", "Searching", "Reading", "HubCalls", "HubKilobytes", "Connecting", "SignUp", "LogIn", "Refreshing", "Anonymous"];

    private readonly string signingKey = NewKey();

    /// <summary>Limits are out of the way: a hundred users post like ten thousand.</summary>
    public IReadOnlyList<string> Common(string connectionString, string dataFolder) =>
    [
        $"--ConnectionStrings:Postgres={connectionString}",
        $"--Data={dataFolder}",
        $"--Auth:SigningKeys:0={signingKey}",
        "--Auth:AccessTokenLifetime=01:00:00",
        "--Accounts:PasswordIterations=100000",
        .. Limits.SelectMany(limit => new[] { $"--Limits:{limit}:PerSecond=1000000", $"--Limits:{limit}:Burst=1000000" }),
    ];

    public static IReadOnlyList<string> Silo(string address, int siloPort, int gatewayPort) =>
        [$"--Cluster:AdvertisedAddress={address}", $"--Cluster:SiloPort={siloPort}", $"--Cluster:GatewayPort={gatewayPort}"];

    /// <summary>A gateway that goes is noticed by who asks four times a second; balancers elsewhere are given longer.</summary>
    public static IReadOnlyList<string> Gateway(Uri url) => ["--urls", url.ToString(), "--Live:LeaveSeconds=2"];

    public static IReadOnlyList<string> Metrics(string address, int port) => [$"--Metrics:Address={address}", $"--Metrics:Port={port}"];

    private static string NewKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKeyPem();
    }
}
