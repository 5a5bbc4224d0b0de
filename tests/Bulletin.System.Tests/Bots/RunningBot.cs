using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Bots;

/// <summary>One of the bots of docs/bots, run as it stands there, with an account and a topic of its own.</summary>
internal sealed class RunningBot : IDisposable
{
    public static readonly string[] Languages = ["javascript", "python", "csharp"];

    private readonly TempFolder _folder = new();
    private readonly string _language;
    private readonly Dictionary<string, string> _environment;
    private ChildProcess? _process;

    public RunningBot(BulletinServer server, Person account, string language)
    {
        (_language, Account) = (language, account);
        var password = Path.Combine(_folder.Path, "password");
        File.WriteAllText(password, Person.Password + "\n");
        _environment = new()
        {
            ["BULLETIN_SERVER"] = server.Url.GetLeftPart(UriPartial.Authority),
            ["BULLETIN_USERNAME"] = account.Username,
            ["BULLETIN_PASSWORD_FILE"] = password,
            ["BULLETIN_TOPIC"] = Topic,
            ["PYTHONDONTWRITEBYTECODE"] = "1",
        };
        if (language != "javascript") return;
        // Node.js looks for packages from where a file is.
        foreach (var file in Directory.EnumerateFiles(In("javascript"), "*.mjs")) File.Copy(file, Path.Combine(_folder.Path, Path.GetFileName(file)));
        Directory.CreateSymbolicLink(Path.Combine(_folder.Path, "node_modules"), Path.Combine(Built.Root, "Bulletin.Web", "node_modules"));
    }

    public Person Account { get; }

    public string Topic => $"Echoes from {_language} by {Account.Username}";

    public ProcessLog Log { get; } = new();

    /// <summary>Starts it, and waits until it has joined its topic.</summary>
    public async Task Start()
    {
        var joined = Log.Next(new("^Answering in "));
        Launch();
        try
        {
            await joined.WaitAsync(Eventually.Patience, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"The bot in {_language} did not join:\n{Log.Tail()}");
        }
    }

    /// <summary>Starts it without a setting that it needs.</summary>
    /// <returns>Its exit code.</returns>
    public Task<int> StartWithout(string setting)
    {
        _environment[setting] = "";
        Launch();
        return _process!.Exit(Eventually.Patience);
    }

    /// <summary>Ends it as a service manager does.</summary>
    /// <returns>Its exit code.</returns>
    public Task<int> Terminate()
    {
        _process!.Signal(Signals.Terminate);
        return _process.Exit(Eventually.Patience);
    }

    public Task<int> Kill()
    {
        _process!.Kill();
        return _process.Exit(Eventually.Patience);
    }

    private void Launch()
    {
        var (program, argument) = _language switch
        {
            "javascript" => ("node", Path.Combine(_folder.Path, "bot.mjs")),
            "python" => ("python3", Path.Combine(In("python"), "bot.py")),
            _ => ("dotnet", Path.Combine(Built.Root, "artifacts", "bin", "EchoBot", new DirectoryInfo(AppContext.BaseDirectory).Name, "EchoBot.dll")),
        };
        _process?.Dispose();
        _process = ChildProcess.Start(program, [argument], _folder.Path, Log, _environment);
    }

    private static string In(string language) => Path.Combine(Built.Root, "docs", "bots", language);

    public void Dispose()
    {
        _process?.Dispose();
        _folder.Dispose();
    }
}
