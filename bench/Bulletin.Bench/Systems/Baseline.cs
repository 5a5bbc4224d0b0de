namespace Bulletin.Bench.Systems;

/// <summary>One of the programs that Bulletin is held against.</summary>
internal sealed class Baseline : IDisposable
{
    private Baseline(Running process, Uri url) => (Process, Url) = (process, url);

    public Running Process { get; }

    public Uri Url { get; }

    public static async Task<Baseline> Started(string what, params string[] arguments)
    {
        Uri url = new($"http://127.0.0.1:{Ports.Free()}");
        var process = Running.Start("dotnet", [Programs.Baselines, what, "--urls", url.ToString(), .. arguments]);
        await process.Ready(new Uri(url, "/health/ready"));
        return new(process, url);
    }

    public void Dispose() => Process.Dispose();
}
