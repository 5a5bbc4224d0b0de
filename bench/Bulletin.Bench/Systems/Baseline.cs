namespace Bulletin.Bench.Systems;

/// <summary>One of the programs that Bulletin is compared with.</summary>
internal sealed class Baseline : IDisposable
{
    private Baseline(Running process, Uri url) => (Process, Url) = (process, url);

    public Running Process { get; }

    public Uri Url { get; }

    public static Task<Baseline> Started(string what, params string[] arguments) => Started(what, cores: null, arguments);

    /// <summary>Starts an intermediary that is not part of the measurement.</summary>
    public static Task<Baseline> StartedAside(string what, params string[] arguments) => Started(what, Pinned.Load, arguments);

    private static async Task<Baseline> Started(string what, string? cores, string[] arguments)
    {
        Uri url = new($"http://127.0.0.1:{Ports.Free()}");
        var process = Running.Start("dotnet", [Programs.Baselines, what, "--urls", url.ToString(), .. arguments], cores: cores);
        await process.Ready(new Uri(url, "/health/ready"));
        return new(process, url);
    }

    public void Dispose() => Process.Dispose();
}
