using System.Net;
using System.Net.Sockets;

namespace Bulletin.SystemTests.Harness;

/// <summary>A silo without a gateway, as a process of its own.</summary>
internal sealed class SiloProcess : IAsyncDisposable
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(30);

    private readonly TempFolder _folder = new();
    private readonly ChildProcess _process;

    private SiloProcess(string connectionString, IEnumerable<string> settings)
    {
        var operations = Ports.Free();
        OperationsUrl = new($"http://127.0.0.1:{operations}");
        var cluster = Nodes.OnPostgres(connectionString).Select(setting => $"--{setting.Key}={setting.Value}");
        _process = ChildProcess.Start("dotnet", [Built.Silo, $"--Metrics:Port={operations}", "--Accounts:PasswordIterations=100000", .. cluster, .. settings], _folder.Path);
    }

    public Uri OperationsUrl { get; }
    public ProcessLog Log => _process.Log;

    public static async Task<SiloProcess> Started(string connectionString, params string[] settings)
    {
        var silo = new SiloProcess(connectionString, settings);
        try
        {
            await Eventually.That(silo.IsReady, Within, "the silo is ready");
            return silo;
        }
        catch (Exception exception)
        {
            var log = silo.Log.Tail();
            await silo.DisposeAsync();
            throw new InvalidOperationException($"The silo did not become ready: {exception.Message}\n{log}", exception);
        }
    }

    private async Task<bool> IsReady()
    {
        if (_process.HasExited) throw new InvalidOperationException("It ended.");
        using var http = new HttpClient { BaseAddress = OperationsUrl, Timeout = TimeSpan.FromSeconds(5) };
        try
        {
            return (await http.GetAsync(new Uri("/health/ready", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode == HttpStatusCode.OK;
        }
        catch (Exception e) when (e is HttpRequestException or SocketException)
        {
            return false;
        }
        catch (TaskCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    public void Kill() => _process.Kill();

    /// <summary>Ends it as an orchestrator does, and answers its exit code.</summary>
    public Task<int> Terminate()
    {
        _process.Signal(Signals.Terminate);
        return _process.Exit(Within);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.Exit(Within);
        }

        _process.Dispose();
        _folder.Dispose();
    }
}
