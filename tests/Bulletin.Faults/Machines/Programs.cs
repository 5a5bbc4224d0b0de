namespace Bulletin.Faults.Machines;

/// <summary>The programs under test.</summary>
internal sealed record Programs(string Server, string Silo)
{
    /// <summary>What a node runs.</summary>
    public string Of(Node node) => node.Url is null ? Silo : Server;

    /// <summary>As the build has left them beside the tests.</summary>
    public static Programs Built => new(Processes.Built.Server, Processes.Built.Silo);

    /// <summary>As <c>script/lib/publish</c> has made them, compiled ahead of time.</summary>
    public static Programs Published(string folder) =>
        new(Path.Combine(folder, "Bulletin.Api", "Bulletin.Api.dll"), Path.Combine(folder, "Bulletin.Silo", "Bulletin.Silo.dll"));
}
