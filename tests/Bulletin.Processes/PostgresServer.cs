using Npgsql;

namespace Bulletin.Processes;

/// <summary>A Postgres server of the tests' own, with fsync on, that can be stopped, hung and started again.</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    private const string User = "bulletin";
    private static readonly TimeSpan StartWithin = TimeSpan.FromSeconds(30);

    private readonly TempFolder _folder = new();
    private readonly int _port = Ports.Free();
    private readonly List<int> _hung = [];
    private ChildProcess? _process;
    private int _databases;

    private PostgresServer(Place place) => Place = place;

    public Place Place { get; }
    public int Port => _port;

    private string DataFolder => Path.Combine(_folder.Path, "postgres");

    public static async Task<PostgresServer> Started(Place? place = null)
    {
        var server = new PostgresServer(place ?? Place.Here);
        if (PostgresPrograms.DropRoot) await ChildProcess.Run("chown", ["postgres", server._folder.Path], "/");
        await PostgresPrograms.Run("initdb", ["-D", server.DataFolder, "-U", User, "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"], server._folder.Path);
        // Whoever shares a network with it may come in, too.
        await File.AppendAllTextAsync(Path.Combine(server.DataFolder, "pg_hba.conf"), "host all all samenet trust\n");
        await server.Start();
        return server;
    }

    public async Task Start()
    {
        _process = PostgresPrograms.Start("postgres",
            ["-D", DataFolder, "-p", $"{_port}", "-c", $"listen_addresses={Place.Address}", "-c", $"unix_socket_directories={_folder.Path}",
             "-c", "max_connections=200", "-c", "shared_preload_libraries=pg_stat_statements"],
            _folder.Path, Place);
        await Eventually.That(Accepts, StartWithin, $"Postgres accepts connections:\n{_process.Log.Tail()}");
    }

    /// <summary>A connection string for a database that nobody else has, filled by <paramref name="sql"/> if there is any.</summary>
    public async Task<string> NewDatabase(string? sql = null)
    {
        var name = $"bulletin_{Interlocked.Increment(ref _databases)}";
        await Run("postgres", $"CREATE DATABASE {name}");
        if (sql is not null) await Run(name, sql);
        return ConnectionString(name);
    }

    /// <summary>Breaks every connection and stops, without a last checkpoint: what a crash leaves, minus the crash.</summary>
    public async Task StopAtOnce()
    {
        _process!.Signal(Signals.Quit);
        await _process.Exit(StartWithin);
    }

    /// <summary>Stops all of its processes in their tracks: connections stay open, and nothing answers.</summary>
    public void Hang()
    {
        _hung.Add(_process!.Id);
        _process.Signal(Signals.Stop);
        foreach (var child in _process.Children())
        {
            _hung.Add(child);
            Signals.Send(child, Signals.Stop);
        }
    }

    public void Unhang()
    {
        foreach (var process in _hung) Signals.Send(process, Signals.Continue);
        _hung.Clear();
    }

    public static async Task<long> Ask(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ToString());
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return Convert.ToInt64(await command.ExecuteScalarAsync(), null);
    }

    private string ConnectionString(string database) => $"Host={Place.Address};Port={_port};Username={User};Database={database}";

    private async Task Run(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString(database) + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<bool> Accepts()
    {
        if (_process!.HasExited) throw new InvalidOperationException($"Postgres ended:\n{_process.Log.Tail()}");
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

    public async ValueTask DisposeAsync()
    {
        Unhang();
        if (_process is { HasExited: false }) await StopAtOnce();
        _process?.Dispose();
        _folder.Dispose();
    }
}
