using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Operations;

/// <summary>A process that can't start says why in one line, and at once.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class FailedStarts(Shared shared) : SystemTest(shared)
{
    private const string NoDatabase = "--ConnectionStrings:Postgres=Host=127.0.0.1;Port=9;Username=nobody;Timeout=1";

    private readonly TempFolder _folder = new();

    private string Data => Path.Combine(_folder.Path, "data");

    public static TheoryData<string, string[]> Programs => new()
    {
        { Built.Server, [] },
        { Built.Silo, [] },
        { Built.Silo, ["backup", "copy"] },
        { Built.Silo, ["migrate"] },
    };

    [Theory, MemberData(nameof(Programs))]
    public Task A_mistyped_setting_on_the_command_line_is_named(string program, string[] command) =>
        Fails("Unknown setting Limts:Posting:Burst. Did you mean Limits:Posting:Burst?", [program, .. command, "--Limts:Posting:Burst", "5"]);

    [Fact]
    public async Task A_mistyped_setting_in_the_environment_is_warned_of()
    {
        using var server = ChildProcess.Start("dotnet", Server(), _folder.Path, environment: new Dictionary<string, string>
        {
            ["Limts__Posting__Burst"] = "5",
            ["Cluster__RoleOfThis"] = "Gateway",
            ["Somebody__Elses"] = "1",
        });
        await Eventually.That(() => server.Log.Tail().Contains("Bulletin is ready at", StringComparison.Ordinal), "the server is ready");

        Assert.Contains("Unknown setting Limts:Posting:Burst. Did you mean Limits:Posting:Burst?", server.Log.Tail(), StringComparison.Ordinal);
        Assert.Contains("Unknown setting Cluster:RoleOfThis.", server.Log.Tail(), StringComparison.Ordinal);
        Assert.DoesNotContain("Elses", server.Log.Tail(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_warned_of_in_the_settings_that_come_with_the_programs()
    {
        await using var both = await GatewayAndSilo.Started(await (await Postgres).NewDatabase());

        Assert.DoesNotContain("Unknown setting", both.Gateway.Log.Tail() + both.Silo.Log.Tail(), StringComparison.Ordinal);
    }

    public static TheoryData<string> Servers => [Built.Server, Built.Silo];

    [Theory, MemberData(nameof(Servers))]
    public async Task A_port_for_metrics_that_is_taken_is_called_by_its_setting(string program)
    {
        using TcpListener other = new(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        await Fails("Choose another with --Metrics:Port.", [program, $"--Metrics:Port={port}", .. program == Built.Server ? Server()[1..] : [NoDatabase]]);
    }

    [Fact]
    public async Task A_port_cannot_be_for_people_and_for_metrics()
    {
        var port = Ports.Free();

        await Fails($"{port} is both", [Built.Server, $"--urls=http://127.0.0.1:{port}", $"--Metrics:Port={port}"]);
    }

    [Fact]
    public async Task A_file_in_place_of_the_data_folder_is_called_one()
    {
        await File.WriteAllTextAsync(Data, "", Cancelled);

        await Fails($"The data folder '{Data}' is a file.", Server());
    }

    [Fact]
    public async Task A_second_process_names_the_first()
    {
        using var first = ChildProcess.Start("dotnet", Server(), _folder.Path);
        await Eventually.That(() => first.Log.Tail().Contains("Bulletin is ready at", StringComparison.Ordinal), "the first is ready");

        await Fails($"The data folder '{Data}' is in use by another Bulletin (process {first.Id}).", Server());
        await Fails($"The data folder '{Data}' is in use by another Bulletin (process {first.Id}).", [Built.Silo, "migrate", $"--Data={Data}"]);
    }

    [Fact]
    public Task A_read_only_file_system_is_called_one() => Fails(
        $"The data folder '{Data}' is on a read-only file system.", Server(),
        ["unshare", .. Environment.UserName == "root" ? Array.Empty<string>() : ["--user", "--map-root-user"], "--mount",
            "sh", "-c", "mkdir -p \"$0\" && mount -t tmpfs -o ro tmpfs \"$0\" && exec \"$@\"", Data]);

    [Fact]
    public Task A_folder_of_somebody_else_is_said_to_be_closed_to_this_user()
    {
        Directory.CreateDirectory(Data);
        File.SetUnixFileMode(Data, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return Fails($"The data folder '{Data}' can't be written to by this user", Server(), AsNobody);
    }

    [Fact]
    public async Task A_folder_that_this_user_may_not_create_is_said_to_be_missing()
    {
        var closed = Path.Combine(_folder.Path, "closed");
        Directory.CreateDirectory(closed, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        await Fails("does not exist, and this user may not create it", [.. Server()[..^1], $"--Data={closed}/data"], AsNobody);
    }

    [Fact]
    public async Task A_database_that_is_none_is_not_waited_for()
    {
        Directory.CreateDirectory(Data);
        await File.WriteAllTextAsync(Path.Combine(Data, "bulletin.db"), new string('x', 8192), Cancelled);

        await Fails($"the database '{Data}/bulletin.db' is damaged", Server());
    }

    [Fact]
    public async Task A_database_that_this_user_may_not_write_to_is_not_waited_for()
    {
        using (var first = ChildProcess.Start("dotnet", Server(), _folder.Path))
        {
            await Eventually.That(() => first.Log.Tail().Contains("Bulletin is ready at", StringComparison.Ordinal), "the first is ready");
            first.Signal(Signals.Terminate);
            await first.Exit(Eventually.Patience);
        }
        File.SetUnixFileMode(Path.Combine(Data, "bulletin.db"), UnixFileMode.UserRead);

        await Fails($"the database '{Data}/bulletin.db' can't be opened for writing by this user", Server(), AsNobody);
    }

    [Fact]
    public async Task A_role_that_the_database_does_not_know_is_not_waited_for()
    {
        var database = new Npgsql.NpgsqlConnectionStringBuilder(await (await Postgres).NewDatabase()) { Username = "stranger" };

        await Fails("role \"stranger\" does not exist. Check ConnectionStrings:Postgres.",
            [Built.Silo, $"--Metrics:Port={Ports.Free()}", $"--ConnectionStrings:Postgres={database.ConnectionString}"]);
    }

    [Fact]
    public async Task A_migration_by_a_role_that_may_not_migrate_is_not_waited_for() => await Fails("Run 'Bulletin.Silo migrate' as the tables' owner.",
        [Built.Silo, "migrate", $"--ConnectionStrings:Postgres={(await RestrictedRole.On(await (await Postgres).NewDatabase())).ConnectionString}"]);

    /// <summary>Without the rights of root over others' files, which these tests may run with.</summary>
    private static string[] AsNobody => Environment.UserName == "root" ? ["unshare", "--user"] : [];

    private string[] Server() => [Built.Server, $"--urls=http://127.0.0.1:{Ports.Free()}", $"--Data={Data}"];

    private async Task Fails(string said, string[] program, params string[] launcher)
    {
        string[] command = [.. launcher, "dotnet", .. program];
        using var process = ChildProcess.Start(command[0], command[1..], _folder.Path);

        Assert.Equal(1, await process.Exit(Eventually.Patience));

        var log = process.Log.Tail();
        Assert.Single(log.Split('\n'), line => line.Contains(said, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", log, StringComparison.Ordinal);
        Assert.DoesNotContain("Waiting", log, StringComparison.Ordinal);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }
}
