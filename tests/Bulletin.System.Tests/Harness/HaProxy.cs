using System.Text.RegularExpressions;

namespace Bulletin.SystemTests.Harness;

/// <summary>HAProxy with the configuration of <c>deploy/compose/</c>, in front of servers of the test.</summary>
internal sealed partial class HaProxy : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly ChildProcess process;

    private HaProxy(IEnumerable<BulletinServer> servers)
    {
        var port = Ports.Free();
        Url = new($"http://127.0.0.1:{port}");
        var file = Path.Combine(folder.Path, "haproxy.cfg");
        var shipped = File.ReadAllText(Path.Combine(Built.Root, "deploy", "compose", "haproxy.cfg"));
        var mine = ServerLine().Replace(shipped.Replace("bind :8080", $"bind 127.0.0.1:{port}", StringComparison.Ordinal), "");
        File.WriteAllText(file, mine + string.Concat(servers.Select((server, at) => $"  server gateway-{at + 1} {server.Url.Authority}\n")));
        process = ChildProcess.Start("haproxy", ["-db", "-f", file], folder.Path);
    }

    public Uri Url { get; }

    public string Log => process.Log.Tail();

    /// <returns>Once it serves.</returns>
    public static async Task<HaProxy> Before(params BulletinServer[] servers)
    {
        HaProxy proxy = new(servers);
        using ApiClient nobody = new(proxy.Url);
        await Eventually.That(async () =>
        {
            try
            {
                return (int)(await nobody.Get("/health/ready")).Status == 200;
            }
            catch (HttpRequestException)
            {
                if (proxy.process.HasExited) throw new InvalidOperationException($"haproxy has ended: {proxy.Log}");
                return false;
            }
        }, "HAProxy serves");
        return proxy;
    }

    public void Dispose()
    {
        process.Dispose();
        folder.Dispose();
    }

    [GeneratedRegex("^  server .*\n?", RegexOptions.Multiline)]
    private static partial Regex ServerLine();
}
