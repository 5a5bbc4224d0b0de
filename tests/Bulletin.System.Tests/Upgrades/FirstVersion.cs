using System.IO.Compression;
using System.Text.Json;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Upgrades;

/// <summary>Servers of today on the database that version 0.1.0 has left, and what that version answered from it.</summary>
public sealed class FirstVersion(Shared shared) : IAsyncDisposable
{
    private static readonly string s_folder = Path.Combine(Built.Root, "tests", "Bulletin.System.Tests", "Fixtures", "0.1.0");

    private BulletinServer? _server;

    /// <summary>For tests that leave topics and people as they are; all of a class are on one engine.</summary>
    internal async Task<BulletinServer> Server(Engine engine)
    {
        if (_server is not null) return _server;
        _server = await NewServer(engine);
        await _server.Start();
        return _server;
    }

    /// <summary>Not started yet, on a database of its own.</summary>
    internal async Task<BulletinServer> NewServer(Engine engine)
    {
        // Sessions are measured from when they began, which is long ago.
        var settings = new Dictionary<string, string> { ["Accounts:SessionMaxAge"] = "36500.00:00:00" };
        if (engine == Engine.Postgres)
        {
            using var dump = new StreamReader(Unpacked("postgres.sql.gz"));
            var database = await (await shared.Postgres).NewDatabase(await dump.ReadToEndAsync());
            foreach (var (key, value) in Nodes.OnPostgres(database)) settings[key] = value;
            return new BulletinServer(settings);
        }

        var server = new BulletinServer(settings);
        Directory.CreateDirectory(server.DataFolder);
        await using var content = Unpacked("sqlite.db.gz");
        await using var file = File.Create(Path.Combine(server.DataFolder, "bulletin.db"));
        await content.CopyToAsync(file);
        return server;
    }

    internal static JsonElement Answers(Engine engine) =>
        JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(Path.Combine(s_folder, engine == Engine.Sqlite ? "sqlite.json" : "postgres.json")));

    private static GZipStream Unpacked(string name) => new(File.OpenRead(Path.Combine(s_folder, name)), CompressionMode.Decompress);

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }
}
