using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Bulletin.Bench.Systems;

/// <summary>
/// Bulletin as users run it, with people and topics. Its limits count every request as usual. They are only raised, so that the
/// bench's few people may do the work of many, unless the limits themselves are measured.
/// </summary>
internal sealed class Product : IDisposable
{
    public const string Password = "correct horse battery staple";

    // As in a container of 2 GiB: the runtime takes three quarters of it, and the image sets the rest.
    private static readonly string[] s_collector = ["DOTNET_GCHeapHardLimit=0x60000000", "DOTNET_GCgen0size=0x4000000"];

    private static readonly string[] s_limits = ["Posting", "Writing", "Marking", "Searching", "Reading", "HubCalls", "HubKilobytes", "Connecting", "SignUp", "LogIn", "Refreshing", "Anonymous"];

    private readonly HttpClient http;
    private readonly TempFolder folder;
    private readonly Running[] processes;

    private Product(TempFolder folder, Running[] processes, Uri[] urls)
    {
        (this.folder, this.processes, Urls) = (folder, processes, urls);
        http = new() { BaseAddress = urls[0], Timeout = TimeSpan.FromMinutes(2) };
    }

    /// <summary>The process with the first gateway.</summary>
    public Running Process => processes[^Urls.Length];

    public Uri Url => Urls[0];

    /// <summary>The addresses of all gateways.</summary>
    public Uri[] Urls { get; }

    /// <summary>Deleted when the product is disposed.</summary>
    public string Folder => folder.Path;

    /// <summary>Access tokens of people who have signed up.</summary>
    public string[] Tokens { get; private set; } = [];

    public string[] Topics { get; private set; } = [];

    /// <summary>Starts one process.</summary>
    /// <param name="postgres">A connection string; null for SQLite.</param>
    public static async Task<Product> Started(string? postgres, int people = 16, int topics = 0, params string[] settings)
    {
        TempFolder folder = new();
        Product product = new(folder, [Start(folder.Path, postgres, out var url, settings)], [url]);
        await product.Process.Ready(new Uri(url, "/health/ready"));
        await product.Populate(people, topics);
        return product;
    }

    /// <summary>Starts one process with the default limits, in the heap of a small container. It uses SQLite unless a setting names a Postgres.</summary>
    public static async Task<Product> StartedWithItsLimits(int people, int topics, params string[] settings)
    {
        TempFolder folder = new();
        Uri url = new($"http://127.0.0.1:{Ports.Free()}");
        Product product = new(folder, [Running.Start("env", [.. s_collector, "dotnet", .. Arguments(folder.Path, url), .. settings])], [url]);
        await product.Process.Ready(new Uri(url, "/health/ready"));
        await product.Populate(people, topics);
        return product;
    }

    /// <summary>Starts silos and gateways in separate processes.</summary>
    public static async Task<Product> Started(string postgres, int silos, int gateways, int topics)
    {
        TempFolder folder = new();
        List<Running> processes = [];
        for (var i = 0; i < silos; i++)
        {
            var metrics = Ports.Free();
            processes.Add(Running.Start("dotnet", [Programs.Silo, $"--ConnectionStrings:Postgres={postgres}", $"--Metrics:Port={metrics}"]));
            await processes[^1].Ready(new Uri($"http://127.0.0.1:{metrics}/health/ready"));
        }
        List<Uri> urls = [];
        for (var i = 0; i < gateways; i++)
        {
            processes.Add(Start(folder.Path, postgres, out var url, "--Cluster:Role=Gateway", $"--Auth:KeyFolder={Path.Combine(folder.Path, "keys")}"));
            await processes[^1].Ready(new Uri(url, "/health/ready"));
            urls.Add(url);
        }
        Product product = new(folder, [.. processes], [.. urls]);
        await product.Populate(people: 16, topics);
        return product;
    }

    /// <summary>Starts a process without waiting for it.</summary>
    public static Running Start(string folder, string? postgres, out Uri url, params string[] settings)
    {
        url = new($"http://127.0.0.1:{Ports.Free()}");
        return Running.Start("dotnet",
            [.. Arguments(folder, url),
             "--Http:MaxConnections=100000", "--Http:MaxConnectionsPerAddress=100000", "--Live:ConnectionsPerUser=100000",
             .. postgres is null ? Array.Empty<string>() : [$"--ConnectionStrings:Postgres={postgres}"],
             .. s_limits.SelectMany(limit => (string[])[$"--Limits:{limit}:PerSecond=1000000", $"--Limits:{limit}:Burst=1000000"]),
             .. settings]);
    }

    private static string[] Arguments(string folder, Uri url) =>
        [Programs.Server, "--urls", url.ToString(), "--Data", folder, "--Auth:AccessTokenLifetime=01:00:00"];

    private async Task Populate(int people, int topics)
    {
        var ids = Enumerable.Range(0, people).ToArray();
        Tokens = await Task.WhenAll(ids.Select(SignUp));
        Topics = new string[topics];
        await Parallel.ForAsync(0, topics, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (i, cancellationToken) =>
        {
            var topic = await Json("topics", new { name = $"Topic {i}" }, Tokens[i % people], cancellationToken);
            Topics[i] = topic.GetProperty("id").GetString()!;
        });
    }

    /// <summary>Posts that many messages into each topic.</summary>
    public Task Fill(int messages) =>
        Parallel.ForEachAsync(Topics, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (topic, cancellationToken) =>
        {
            for (var i = 0; i < messages; i++)
                await Json($"topics/{topic}/messages", new { text = new string('x', 60), clientId = Guid.CreateVersion7() }, Tokens[0], cancellationToken);
        });

    /// <summary>The response to a <c>GET</c>.</summary>
    public Task<JsonElement> Read(string path, CancellationToken cancellationToken = default) =>
        Send(() => new(HttpMethod.Get, $"/api/v1/{path}"), Tokens[0], cancellationToken);

    /// <summary>Logs in more people, whose accounts have the same password as those of the others. Their tokens come after those there are.</summary>
    public async Task LogIn(IReadOnlyList<string> usernames)
    {
        var tokens = new string[usernames.Count];
        await Parallel.ForAsync(0, tokens.Length, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, cancellationToken) =>
            tokens[i] = await LogIn(new { username = usernames[i], password = Password }, cancellationToken));
        Tokens = [.. Tokens, .. tokens];
    }

    private async Task<string> SignUp(int number)
    {
        object who = new { username = $"bench-{number}", password = Password };
        await Json("users", who, null, default);
        return await LogIn(who, default);
    }

    private async Task<string> LogIn(object who, CancellationToken cancellationToken) =>
        (await Json("auth/login", who, null, cancellationToken)).GetProperty("accessToken").GetString()!;

    private Task<JsonElement> Json(string path, object body, string? token, CancellationToken cancellationToken) =>
        Send(() => new(HttpMethod.Post, $"/api/v1/{path}") { Content = JsonContent.Create(body) }, token, cancellationToken);

    /// <summary>Retries when the server is busy, as nothing is measured here.</summary>
    private async Task<JsonElement> Send(Func<HttpRequestMessage> make, string? token, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var request = make();
            if (token is not null) request.Headers.Authorization = new("Bearer", token);
            using var answer = await http.SendAsync(request, cancellationToken);
            if (answer.StatusCode is HttpStatusCode.ServiceUnavailable && attempt < 30)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
                continue;
            }
            // The request had succeeded, although an earlier response reported an unknown outcome.
            if (answer.StatusCode is HttpStatusCode.Conflict && attempt > 1) return default;
            answer.EnsureSuccessStatusCode();
            return await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        }
    }

    public void Dispose()
    {
        foreach (var process in processes) process.Dispose();
        http.Dispose();
        folder.Dispose();
    }
}
