using Npgsql;

namespace Bulletin.Bench.Systems;

/// <summary>A Postgres of the bench's own, durable as it comes, on the cores of what is measured.</summary>
internal sealed class Postgres : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("bulletin-bench-").FullName;
    private readonly int port = Ports.Free();
    private Running? server;
    private int databases;

    public static async Task<Postgres> Started()
    {
        Postgres postgres = new();
        var user = Environment.UserName == "root" ? "postgres" : null;
        var programs = Directory.GetDirectories("/usr/lib/postgresql").OrderDescending().First() + "/bin/";
        var data = Path.Combine(postgres.folder, "data");
        if (user is not null) await Done(Running.Start("chown", [user, postgres.folder]));
        await Done(Running.Start($"{programs}initdb", ["-D", data, "-U", "bulletin", "-A", "trust", "-E", "UTF8", "--no-locale"], user));
        postgres.server = Running.Start($"{programs}postgres",
            ["-D", data, "-p", $"{postgres.port}", "-c", "listen_addresses=127.0.0.1", "-c", $"unix_socket_directories={postgres.folder}", "-c", "max_connections=200", "-c", "shared_buffers=512MB", "-c", "max_wal_size=4GB"], user);
        while (!await postgres.Accepts()) await Task.Delay(50);
        return postgres;
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

    private Task Run(string database, string sql) => Execute(Connection(database), sql);

    private string Connection(string database) => $"Host=127.0.0.1;Port={port};Username=bulletin;Database={database}";

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
        server?.Signal("INT");
        server?.Exit().Wait(TimeSpan.FromSeconds(10));
        server?.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
