using Bulletin.Grains.Hosting;

namespace Bulletin.Api.Hosting;

/// <summary>What this process is.</summary>
public enum ServerRole
{
    /// <summary>A gateway with a silo inside.</summary>
    All,
    /// <summary>A gateway alone: a client of the cluster, without grains and without storage.</summary>
    Gateway,
}

/// <summary>Where a server keeps its facts and what it runs, as the configuration has it.</summary>
/// <param name="Role"><c>Cluster:Role</c>.</param>
/// <param name="Postgres"><c>ConnectionStrings:Postgres</c>. Without it, facts are kept in SQLite, and this process is all there is.</param>
/// <param name="DataFolder"><c>Data</c>: the folder of the SQLite file, and of the keys that sign tokens.</param>
public sealed record ServerOptions(ServerRole Role, string? Postgres, string DataFolder)
{
    /// <exception cref="StartFailedException">A value makes no sense; the message names it.</exception>
    public static ServerOptions From(IConfiguration configuration)
    {
        var role = configuration[$"{BulletinClusterOptions.Section}:Role"] ?? nameof(ServerRole.All);
        if (!Enum.TryParse<ServerRole>(role, ignoreCase: true, out var parsed) || !Enum.IsDefined(parsed))
            throw new StartFailedException($"Cluster:Role has to be {nameof(ServerRole.All)} or {nameof(ServerRole.Gateway)}.");

        var postgres = configuration.GetConnectionString("Postgres") is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;
        if (parsed is ServerRole.Gateway && postgres is null)
            throw new StartFailedException("Cluster:Role=Gateway needs ConnectionStrings:Postgres, to find the cluster's silos.");

        return new(parsed, postgres, Path.GetFullPath(configuration["Data"] is { Length: > 0 } data ? data : "data"));
    }
}
