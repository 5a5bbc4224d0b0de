using Npgsql;

namespace Bulletin.Processes;

/// <summary>A Postgres server of the tests' own, as durable as it comes, that can be stopped, hung and started again.</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    private const string User = "bulletin";
    private static readonly TimeSpan StartWithin = TimeSpan.FromSeconds(30);
    // Its last checkpoint may have gigabytes to write.
    private static readonly TimeSpan ShutDownWithin = TimeSpan.FromMinutes(10);
    private static readonly string[] s_settings = ["max_connections=200", "shared_preload_libraries=pg_stat_statements"];

    private readonly TempFolder _folder = new();
    private readonly int _port = Ports.Free();
    private readonly List<int> _hung = [];
    private IReadOnlyList<string> _settings;
    private ChildProcess? _process;

    private PostgresServer(Place place, IReadOnlyList<string> settings) => (Place, _settings) = (place, settings);

    public Place Place { get; private set; }
    public int Port => _port;

    private string DataFolder => Path.Combine(_folder.Path, "postgres");

    /// <param name="settings">Each as <c>name=value</c>; null for those of most tests.</param>
    public static async Task<PostgresServer> Started(Place? place = null, IReadOnlyList<string>? settings = null)
    {
        var server = new PostgresServer(place ?? Place.Here, settings ?? s_settings);
        if (PostgresPrograms.DropRoot) await ChildProcess.Run("chown", ["postgres", server._folder.Path], "/");
        await PostgresPrograms.Run("initdb", ["-D", server.DataFolder, "-U", User, "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"], server._folder.Path);
        // Whoever shares a network with it may come in, too.
        await File.AppendAllTextAsync(Path.Combine(server.DataFolder, "pg_hba.conf"), "host all all samenet trust\n");
        await server.Start();
        return server;
    }

    public async Task Start()
    {
        string[] settings = [$"listen_addresses={Place.Address}", $"unix_socket_directories={_folder.Path}", .. _settings];
        _process = PostgresPrograms.Start("postgres",
            ["-D", DataFolder, "-p", $"{_port}", .. settings.SelectMany(setting => (string[])["-c", setting])], _folder.Path, Place);
        await Eventually.That(Accepts, StartWithin, $"Postgres accepts connections:\n{_process.Log.Tail()}");
    }

    /// <summary>Shuts it down in order and starts it anew, in another place and with other settings.</summary>
    public async Task Restart(Place place, IReadOnlyList<string> settings)
    {
        _process!.Signal(Signals.Interrupt);
        await _process.Exit(ShutDownWithin);
        _process.Dispose();
        (Place, _settings) = (place, settings);
        await Start();
    }

    /// <summary>A connection string for a database that nobody else has, filled by <paramref name="sql"/> if there is any.</summary>
    public async Task<string> NewDatabase(string? sql = null)
    {
        var database = await NewDatabaseAt(ConnectionString("postgres"));
        if (sql is not null) await Execute(database, sql);
        return database;
    }

    /// <summary>The same on any server, for a user who may create databases.</summary>
    /// <param name="options">Of <c>CREATE DATABASE</c>.</param>
    public static async Task<string> NewDatabaseAt(string server, string options = "")
    {
        var name = $"bulletin_{Guid.CreateVersion7():n}";
        await Execute(server, $"CREATE DATABASE {name} {options}");
        return new NpgsqlConnectionStringBuilder(server) { Database = name }.ConnectionString;
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
        await using var connection = await Connected(connectionString);
        await using var command = new NpgsqlCommand(sql, connection);
        return Convert.ToInt64(await command.ExecuteScalarAsync(), null);
    }

    public static async Task Execute(string connectionString, string sql)
    {
        await using var connection = await Connected(connectionString);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private string ConnectionString(string database) => $"Host={Place.Address};Port={_port};Username={User};Database={database}";

    private static async Task<NpgsqlConnection> Connected(string connectionString)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    private async Task<bool> Accepts()
    {
        if (_process!.HasExited) throw new InvalidOperationException($"Postgres ended:\n{_process.Log.Tail()}");
        try
        {
            await Execute(ConnectionString("postgres"), "SELECT 1");
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
