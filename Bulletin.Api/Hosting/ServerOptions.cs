using Bulletin.Api.Auth;
using Bulletin.Grains;
using Bulletin.Grains.Cluster;
using Bulletin.Grains.Storage;

namespace Bulletin.Api.Hosting;

/// <summary>What this process runs.</summary>
public enum ServerRole
{
    /// <summary>A gateway and a silo in one process.</summary>
    All,
    /// <summary>A gateway without a silo: a cluster client, without grains and without storage.</summary>
    Gateway,
}

/// <summary>The server's role and storage, read from the configuration.</summary>
/// <param name="Role"><c>Cluster:Role</c>.</param>
/// <param name="Postgres"><c>ConnectionStrings:Postgres</c>. Without it, storage is SQLite and this process is the whole cluster.</param>
/// <param name="DataFolder"><c>Data</c>: the folder of the SQLite file and of the signing keys for tokens.</param>
public sealed record ServerOptions(ServerRole Role, string? Postgres, string DataFolder)
{
    /// <exception cref="StartFailedException">A value is invalid; the message names it.</exception>
    public static ServerOptions From(IConfiguration configuration)
    {
        var role = configuration[$"{BulletinClusterOptions.Section}:Role"] ?? nameof(ServerRole.All);
        if (!Enum.TryParse<ServerRole>(role, ignoreCase: true, out var parsed) || !Enum.IsDefined(parsed))
            throw new StartFailedException($"Cluster:Role must be {nameof(ServerRole.All)} or {nameof(ServerRole.Gateway)}.");

        var storage = StorageOptions.From(configuration);
        if (parsed is ServerRole.Gateway && storage.PostgresConnectionString is null)
            throw new StartFailedException("Cluster:Role=Gateway requires ConnectionStrings:Postgres to find the cluster's silos.");
        if (parsed is ServerRole.Gateway && !HasKeys(configuration))
            throw new StartFailedException(
                "Cluster:Role=Gateway requires a signing key shared by all gateways; otherwise they refuse each other's tokens. " +
                "Set Auth:SigningKeyFiles:0 to a key file, or Auth:KeyFolder to a folder that all gateways share.");

        return new(parsed, storage.PostgresConnectionString, storage.DataFolder);
    }

    private static bool HasKeys(IConfiguration configuration)
    {
        var auth = configuration.GetSection(AuthOptions.Section);
        return auth.GetSection(nameof(AuthOptions.SigningKeys)).GetChildren().Any()
            || auth.GetSection(nameof(AuthOptions.SigningKeyFiles)).GetChildren().Any()
            || !string.IsNullOrWhiteSpace(auth[nameof(AuthOptions.KeyFolder)]);
    }
}
