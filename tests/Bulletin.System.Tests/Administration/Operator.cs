using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Administration;

/// <summary>Somebody with a shell on the server, who runs <c>Bulletin.Silo</c>'s commands on its database.</summary>
/// <param name="database">The setting that says where it is.</param>
internal sealed class Operator(string database)
{
    /// <summary>Scripts publish the program first.</summary>
    private static readonly TimeSpan Within = TimeSpan.FromMinutes(5);

    public static Operator Of(string dataFolder) => new($"--Data={dataFolder}");
    public static Operator OnPostgres(string connectionString) => new($"--ConnectionStrings:Postgres={connectionString}");

    /// <summary>A command that succeeds.</summary>
    public async Task<string> Run(params string[] command)
    {
        var ended = await Try("", command);
        Assert.True(ended.ExitCode == 0, $"{string.Join(' ', command)} exited with {ended.ExitCode}: {ended.Output}");
        return ended.Output;
    }

    public async Task CreateAdmin(string username, string password = Person.Password)
    {
        var ended = await Try($"{password}\n", "admin", "create", username, "--password-stdin");
        Assert.True(ended.ExitCode == 0, $"The admin was not created: {ended.Output}");
    }

    public Task<(int ExitCode, string Output)> Try(string input, params string[] command) =>
        Shell(input, ["dotnet", Built.Silo, .. command, database, "--Accounts:PasswordIterations=100000"]);

    /// <summary>Runs any program to its end.</summary>
    /// <param name="input">Its standard input.</param>
    public static async Task<(int ExitCode, string Output)> Shell(string input, string[] command, IReadOnlyDictionary<string, string>? environment = null)
    {
        using TempFolder folder = new();
        var file = Path.Combine(folder.Path, "input");
        await File.WriteAllTextAsync(file, input, TestContext.Current.CancellationToken);
        using var process = ChildProcess.Start("sh", ["-c", "exec \"$@\" < \"$0\"", file, .. command], folder.Path, environment: environment);
        var exitCode = await process.Exit(Within);
        return (exitCode, process.Log.Tail());
    }
}
