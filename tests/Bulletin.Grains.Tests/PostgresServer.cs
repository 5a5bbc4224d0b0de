using System.Diagnostics;
using System.Globalization;
using Bulletin.Processes;
using Npgsql;

[assembly: AssemblyFixture(typeof(Bulletin.Grains.Tests.PostgresServer))]

namespace Bulletin.Grains.Tests;

/// <summary>
/// The Postgres that tests run on: the one <c>BULLETIN_TEST_POSTGRES</c> names (a connection string that may create databases),
/// otherwise one of our own, from the newest version installed, which ends with the tests. Started when first asked for.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private readonly SemaphoreSlim _starting = new(1);
    private readonly string? _given;
    private string? _server;
    private string _folder = "";
    private int _port;
    private Process? _keeper;

    public PostgresServer() : this(Environment.GetEnvironmentVariable("BULLETIN_TEST_POSTGRES")) { }

    private PostgresServer(string? given) => _given = given;

    /// <summary>A server for one test alone, which may stop it.</summary>
    public static PostgresServer OfOurOwn() => new(given: null);

    /// <summary>Whether this server is ours alone, so that it may be stopped.</summary>
    public bool IsOurs => string.IsNullOrWhiteSpace(_given);

    /// <summary>Makes an empty database.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateDatabase(CancellationToken cancellationToken)
    {
        var server = await Server(cancellationToken);
        var name = $"bulletin_{Guid.CreateVersion7():n}";
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
        return new NpgsqlConnectionStringBuilder(server) { Database = name, Pooling = true }.ConnectionString;
    }

    /// <summary>Takes the server away at once, as a crash would. Only our own.</summary>
    public Task Stop(CancellationToken cancellationToken) => Control(cancellationToken, "-m", "immediate", "stop");

    /// <summary>Brings it back, and waits until it takes connections.</summary>
    public Task Start(CancellationToken cancellationToken) => Control(cancellationToken,
        "-l", Path.Combine(_folder, "log"), "-o",
        $"-p {_port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={_folder} -c max_connections=200", "start");

    /// <summary>Makes it hang, with its connections open, until <see cref="Resume"/>. Only our own.</summary>
    public Task Pause(CancellationToken cancellationToken) => Signal("STOP", cancellationToken);

    public Task Resume(CancellationToken cancellationToken) => Signal("CONT", cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_keeper is not null)
        {
            _keeper.StandardInput.Close();
            await _keeper.WaitForExitAsync();
            _keeper.Dispose();
        }
        if (_folder.Length > 0) System.IO.Directory.Delete(_folder, recursive: true);
        _starting.Dispose();
    }

    private async Task<string> Server(CancellationToken cancellationToken)
    {
        await _starting.WaitAsync(cancellationToken);
        try
        {
            return _server ??= IsOurs ? await StartOurs(cancellationToken) : _given!;
        }
        finally
        {
            _starting.Release();
        }
    }

    private async Task<string> StartOurs(CancellationToken cancellationToken)
    {
        _folder = System.IO.Directory.CreateTempSubdirectory("bulletin-postgres-").FullName;
        // Postgres refuses to run as root: then it runs as the user its package made.
        if (Environment.IsPrivilegedProcess) await Run(cancellationToken, "chown", "postgres", _folder);
        _port = Ports.Free();
        await Run(cancellationToken, [.. AsPostgres, Binary("initdb"), "-D", Data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]);
        await Start(cancellationToken);

        // However this process ends, its end of the pipe closes, and the shell stops the server.
        _keeper = Process.Start(new ProcessStartInfo("/bin/sh")
        {
            ArgumentList = { "-c", """cat > /dev/null; "$@" > /dev/null 2>&1""", "keeper" },
            RedirectStandardInput = true,
            WorkingDirectory = "/",
        }.With([.. AsPostgres, Binary("pg_ctl"), "-D", Data, "-m", "immediate", "-w", "stop"]))!;
        return $"Host=127.0.0.1;Port={_port};Username=postgres;Database=postgres";
    }

    private string Data => Path.Combine(_folder, "data");

    private static string[] AsPostgres => Environment.IsPrivilegedProcess ? ["runuser", "-u", "postgres", "--"] : [];

    private Task Control(CancellationToken cancellationToken, params string[] arguments) =>
        IsOurs
            ? Run(cancellationToken, [.. AsPostgres, Binary("pg_ctl"), "-D", Data, "-w", "-t", "30", .. arguments])
            : throw new InvalidOperationException("The server in BULLETIN_TEST_POSTGRES is not ours to stop or start.");

    private async Task Signal(string signal, CancellationToken cancellationToken)
    {
        if (!IsOurs) throw new InvalidOperationException("The server in BULLETIN_TEST_POSTGRES is not ours to stop or start.");
        var main = (await File.ReadAllLinesAsync(Path.Combine(Data, "postmaster.pid"), cancellationToken))[0];
        var backends = await File.ReadAllTextAsync($"/proc/{main}/task/{main}/children", cancellationToken);
        await Run(cancellationToken, ["kill", $"-{signal}", main, .. backends.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
    }

    private static string Binary(string name) =>
        (System.IO.Directory.Exists("/usr/lib/postgresql") ? System.IO.Directory.GetDirectories("/usr/lib/postgresql") : [])
        .Where(version => File.Exists(Path.Combine(version, "bin", name)))
        .OrderByDescending(version => double.TryParse(Path.GetFileName(version), CultureInfo.InvariantCulture, out var number) ? number : 0)
        .Select(version => Path.Combine(version, "bin", name))
        .FirstOrDefault()
        ?? throw new InvalidOperationException(
            "These tests need Postgres: set BULLETIN_TEST_POSTGRES to a connection string whose user may create databases, " +
            $"or install a Postgres server (no {name} found under /usr/lib/postgresql/*/bin).");

    private static async Task Run(CancellationToken cancellationToken, params string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo("/bin/sh")
        {
            ArgumentList = { "-c", """exec "$@" 2>&1""", "sh" },
            RedirectStandardOutput = true,
            WorkingDirectory = "/",
        }.With(command))!;
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"'{string.Join(' ', command)}' failed with {process.ExitCode}: {output}");
    }
}

file static class StartInfo
{
    public static ProcessStartInfo With(this ProcessStartInfo info, string[] command)
    {
        foreach (var argument in command) info.ArgumentList.Add(argument);
        return info;
    }
}
