using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Operations;

/// <summary>
/// A process that starts before what it needs waits for it. If it is told to stop meanwhile, it ends at once, and not as a failure.
/// </summary>
public sealed class UnfinishedStarts(Shared shared) : SystemTest(shared)
{
    private const string NoDatabase = "Host=127.0.0.1;Port=9;Username=nobody;Timeout=1";

    [Fact]
    public Task A_server_that_waits_for_its_database_can_be_stopped() => Stops([Built.Server, .. Listening()], "Waiting for storage");

    [Fact]
    public Task A_silo_that_waits_for_its_database_can_be_stopped() => Stops([Built.Silo, $"--Metrics:Port={Ports.Free()}"], "Waiting for storage");

    [Fact]
    public async Task A_gateway_that_waits_for_silos_can_be_stopped()
    {
        await Stops([Built.Server, .. Listening(), "--Cluster:Role=Gateway"], "Waiting for a silo", await (await Postgres).NewDatabase());
    }

    public static TheoryData<string> Programs => [Built.Server, Built.Silo];

    [Theory, MemberData(nameof(Programs))]
    public async Task A_process_that_may_not_migrate_waits_until_somebody_has(string program)
    {
        using TempFolder folder = new();
        var owner = await (await Postgres).NewDatabase();
        var role = await RestrictedRole.On(owner);
        string[] settings = [.. program == Built.Server ? Listening() : [$"--Metrics:Port={Ports.Free()}"], .. Nodes.OnPostgres(role.ConnectionString).Select(setting => $"--{setting.Key}={setting.Value}")];
        using var process = ChildProcess.Start("dotnet", [program, .. settings], folder.Path);
        await Eventually.That(() => process.Log.Tail().Contains("Run 'Bulletin.Silo migrate' as the tables' owner.", StringComparison.Ordinal), "it says what it waits for");

        await ChildProcess.Run("dotnet", [Built.Silo, "migrate", $"--ConnectionStrings:Postgres={owner}"], folder.Path);

        await Eventually.That(() => process.Log.Tail().Contains(" is ready", StringComparison.Ordinal), "it is ready");
    }

    private static string[] Listening() => [$"--urls=http://127.0.0.1:{Ports.Free()}", $"--Auth:SigningKeys:0={Nodes.NewSigningKey()}"];

    private static async Task Stops(string[] program, string waiting, string database = NoDatabase)
    {
        using TempFolder folder = new();
        using var process = ChildProcess.Start("dotnet", [.. program, $"--ConnectionStrings:Postgres={database}"], folder.Path);
        await Eventually.That(() => process.Log.Tail().Contains(waiting, StringComparison.Ordinal), "it waits");

        process.Signal(Signals.Terminate);

        Assert.True(await process.Exit(Eventually.Patience) == 0, process.Log.Tail());
        Assert.DoesNotContain("can't start", process.Log.Tail(), StringComparison.Ordinal);
    }
}
