using Npgsql;

namespace Bulletin.Bench.Systems;

/// <summary>A Postgres of the bench's own, durable as it comes, on the cores of what is measured.</summary>
internal sealed class Postgres : IDisposable
{
    // What is only counted while measuring, and memory as for a small server; durability is as it comes.
    private static readonly string[] s_settings =
        ["shared_preload_libraries=pg_stat_statements", "max_connections=200", "shared_buffers=512MB", "max_wal_size=4GB"];

    // For filling: nothing is lost that can't be made again.
    private static readonly string[] s_hasty =
        ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "wal_level=minimal", "max_wal_senders=0",
         "max_wal_size=16GB", "shared_buffers=2GB", "maintenance_work_mem=1GB", "max_connections=200"];

    private readonly TempFolder folder = new();
    private Running? server;
    private int databases;

    public int Port { get; } = Ports.Free();

    private static string? User => Environment.UserName == "root" ? "postgres" : null;

    private static string Binaries => Directory.GetDirectories("/usr/lib/postgresql").OrderDescending().First() + "/bin/";

    private string Data => Path.Combine(folder.Path, "data");

    public static Task<Postgres> Started() => Started(s_settings, cores: null);

    /// <summary>To be filled, with nothing but speed in mind and on all cores; then <see cref="Restart"/>.</summary>
    public static Task<Postgres> StartedToFill() => Started(s_hasty, Pinned.All);

    private static async Task<Postgres> Started(string[] settings, string? cores)
    {
        Postgres postgres = new();
        if (User is not null) await Done(Running.Start("chown", [User, postgres.folder.Path]));
        await Done(Running.Start($"{Binaries}initdb", ["-D", postgres.Data, "-U", "bulletin", "-A", "trust", "-E", "UTF8", "--no-locale"], User));
        await postgres.Start(settings, cores);
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

    /// <summary>One with Bulletin's tables.</summary>
    public async Task<string> NewBulletinDatabase()
    {
        var database = await NewDatabase();
        await Done(Running.Start("dotnet", [Programs.Silo, "migrate", $"--ConnectionStrings:Postgres={database}"]));
        return database;
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
        string[] own = [$"listen_addresses=127.0.0.1", $"unix_socket_directories={folder.Path}", .. settings];
        server = Running.Start($"{Binaries}postgres", ["-D", Data, "-p", $"{Port}", .. own.SelectMany(setting => (string[])["-c", setting])], User, cores);
        while (!await Accepts())
        {
            if (server.HasEnded) throw new InvalidOperationException(server.Tail());
            await Task.Delay(50);
        }
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
        folder.Dispose();
    }
}
