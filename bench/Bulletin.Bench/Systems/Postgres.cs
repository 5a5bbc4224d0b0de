using Npgsql;

namespace Bulletin.Bench.Systems;

/// <summary>A Postgres of the bench's own, durable as it comes, on the cores of what is measured.</summary>
internal sealed class Postgres : IDisposable
{
    // What is only counted while measuring, and memory as for a small server; durability is as it comes.
    private static readonly string[] s_settings =
        ["shared_preload_libraries=pg_stat_statements", "max_connections=200", "shared_buffers=512MB", "max_wal_size=4GB"];

    private readonly string folder = Directory.CreateTempSubdirectory("bulletin-bench-").FullName;
    private Running? server;
    private int databases;

    public int Port { get; } = Ports.Free();

    private static string? User => Environment.UserName == "root" ? "postgres" : null;

    private static string Programs => Directory.GetDirectories("/usr/lib/postgresql").OrderDescending().First() + "/bin/";

    private string Data => Path.Combine(folder, "data");

    public static async Task<Postgres> Started(params string[] settings)
    {
        Postgres postgres = new();
        if (User is not null) await Done(Running.Start("chown", [User, postgres.folder]));
        await Done(Running.Start($"{Programs}initdb", ["-D", postgres.Data, "-U", "bulletin", "-A", "trust", "-E", "UTF8", "--no-locale"], User));
        await postgres.Start(settings.Length == 0 ? s_settings : settings, settings.Length == 0 ? null : Pinned.All);
        return postgres;
    }

    /// <summary>Starts it anew as it is measured, after it was filled with other settings.</summary>
    public async Task Restart()
    {
        await Stop();
        await Done(Running.Start("sync", []));
        await Start(s_settings, cores: null);
    }

    public async Task<string> NewDatabase()
    {
        var name = $"bench_{++databases}";
        await Run("postgres", $"CREATE DATABASE {name}");
        return Connection(name);
    }

    public static async Task Execute(string connectionString, string sql)
    {
        await using NpgsqlConnection connection = new(connectionString + ";Pooling=false;Command Timeout=3600");
        await connection.OpenAsync();
#pragma warning disable CA2100 // The bench's own statements.
        await using NpgsqlCommand command = new(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    private async Task Start(string[] settings, string? cores)
    {
        string[] own = [$"listen_addresses=127.0.0.1", $"unix_socket_directories={folder}", .. settings];
        server = Running.Start($"{Programs}postgres", ["-D", Data, "-p", $"{Port}", .. own.SelectMany(setting => (string[])["-c", setting])], User, cores);
        while (!await Accepts()) await Task.Delay(50);
    }

    private async Task Stop()
    {
        server?.Signal("INT");
        if (server is not null) await server.Exit();
        server?.Dispose();
        server = null;
    }

    private Task Run(string database, string sql) => Execute(Connection(database), sql);

    private string Connection(string database) => $"Host=127.0.0.1;Port={Port};Username=bulletin;Database={database}";

    private async Task<bool> Accepts()
    {
        try
        {
            await Run("postgres", "SELECT 1");
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private static async Task Done(Running running)
    {
        using (running)
            if (await running.Exit() != 0) throw new InvalidOperationException(running.Tail());
    }

    public void Dispose()
    {
        Stop().Wait(TimeSpan.FromSeconds(30));
        server?.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
