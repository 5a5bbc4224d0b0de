namespace Bulletin.Processes;

/// <summary>Where Postgres' programs are, and as whom they run: Postgres refuses to be root.</summary>
internal static class PostgresPrograms
{
    private static readonly string s_folder = Find();

    public static bool DropRoot { get; } = Environment.UserName == "root";

    public static ChildProcess Start(string program, IEnumerable<string> arguments, string folder, Place? place = null)
    {
        var path = Path.Combine(s_folder, program);
        // Unlike su and runuser, setpriv becomes the program: signals reach Postgres itself.
        return DropRoot
            ? ChildProcess.Start("setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", path, .. arguments], folder, place: place)
            : ChildProcess.Start(path, arguments, folder, place: place);
    }

    public static async Task Run(string program, IEnumerable<string> arguments, string folder)
    {
        using var child = Start(program, arguments, folder);
        if (await child.Exit(TimeSpan.FromMinutes(1)) != 0) throw new InvalidOperationException($"{program} failed:\n{child.Log.Tail()}");
    }

    /// <summary>The newest that the distribution has installed, or what is on the path.</summary>
    private static string Find()
    {
        const string Installed = "/usr/lib/postgresql";
        var folders = Directory.Exists(Installed)
            ? Directory.GetDirectories(Installed).OrderByDescending(d => int.TryParse(Path.GetFileName(d), out var version) ? version : 0).Select(d => Path.Combine(d, "bin"))
            : [];
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':');
        return folders.Concat(path).FirstOrDefault(folder => File.Exists(Path.Combine(folder, "postgres")))
            ?? throw new InvalidOperationException("No Postgres server is installed here: run script/setup --tests.");
    }
}
