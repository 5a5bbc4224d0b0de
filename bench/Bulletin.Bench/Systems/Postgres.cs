namespace Bulletin.Bench.Systems;

/// <summary>A Postgres for the bench, with default durability, on the measured cores.</summary>
internal sealed class Postgres : IAsyncDisposable
{
    // Statistics for counting statements, and memory as on a small server; durability stays at its defaults.
    private static readonly string[] s_settings =
        ["shared_preload_libraries=pg_stat_statements", "max_connections=200", "shared_buffers=512MB", "max_wal_size=4GB"];

    // For filling: everything that could be lost can be generated again.
    private static readonly string[] s_fillSettings =
        ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "wal_level=minimal", "max_wal_senders=0",
         "max_wal_size=16GB", "shared_buffers=2GB", "maintenance_work_mem=1GB", "max_connections=200"];

    private readonly PostgresServer server;

    private Postgres(PostgresServer server) => this.server = server;

    public int Port => server.Port;

    public static async Task<Postgres> Started()
    {
        Postgres postgres = new(await PostgresServer.Started(On(Pinned.Measured), s_settings));
        await WriteAll();
        return postgres;
    }

    /// <summary>Starts a server for filling, tuned for speed and on all cores; then call <see cref="Restart"/>.</summary>
    public static async Task<Postgres> StartedToFill() => new(await PostgresServer.Started(On(Pinned.All), s_fillSettings));

    /// <summary>Restarts it with the measured settings after it was filled with others.</summary>
    public async Task Restart()
    {
        await server.Restart(On(Pinned.Measured), s_settings);
        await WriteAll();
    }

    public Task<string> NewDatabase() => server.NewDatabase();

    /// <summary>Creates a database with Bulletin's tables.</summary>
    public async Task<string> NewBulletinDatabase()
    {
        var database = await NewDatabase();
        await ChildProcess.Run("dotnet", [Programs.Silo, "migrate", $"--ConnectionStrings:Postgres={database}"], "/");
        return database;
    }

    public static Task Execute(string connectionString, string sql) => PostgresServer.Execute(connectionString + ";Command Timeout=3600", sql);

    private static Place On(string cores) => new(Place.Here.Address, "taskset", "-c", cores);

    /// <summary>Flushes unsynchronized writes, which would otherwise reach the disk during a measurement.</summary>
    private static async Task WriteAll() => await ChildProcess.Run("sync", [], "/");

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
