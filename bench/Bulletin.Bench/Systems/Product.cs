using System.Net.Http.Json;
using System.Text.Json;

namespace Bulletin.Bench.Systems;

/// <summary>
/// Bulletin in one process as users run it, and people and topics in it. Its limits count each request as always; they are
/// only set so high that the few people of the bench may do what many would.
/// </summary>
internal sealed class Product : IDisposable
{
    private readonly HttpClient http;
    private readonly string folder;

    private Product(Running process, Uri url, string folder)
    {
        (Process, Url, this.folder) = (process, url, folder);
        http = new() { BaseAddress = url };
    }

    public Running Process { get; }

    public Uri Url { get; }

    /// <summary>Access tokens of people who have signed up.</summary>
    public string[] Tokens { get; private set; } = [];

    public string[] Topics { get; private set; } = [];

    /// <param name="postgres">A connection string; null for SQLite.</param>
    public static async Task<Product> Started(string? postgres, int people = 32, int topics = 0, params string[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("bulletin-bench-").FullName;
        var product = new Product(Start(folder, postgres, out var url, settings), url, folder);
        await product.Process.Ready(new Uri(url, "/health/ready"));
        await product.Populate(people, topics);
        return product;
    }

    /// <summary>Starts the process and does not wait for it.</summary>
    public static Running Start(string folder, string? postgres, out Uri url, params string[] settings)
    {
        url = new($"http://127.0.0.1:{Ports.Free()}");
        string[] limits = ["Posting", "Writing", "Searching", "SignUp", "LogIn"];
        return Running.Start("dotnet",
            [Programs.Server, "--urls", url.ToString(), "--Data", folder, "--Http:MaxConnections=100000", "--Live:ConnectionsPerUser=100000",
             .. postgres is null ? Array.Empty<string>() : [$"--ConnectionStrings:Postgres={postgres}"],
             .. limits.SelectMany(limit => (string[])[$"--Limits:{limit}:PerSecond=1000000", $"--Limits:{limit}:Burst=1000000"]),
             .. settings]);
    }

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

    /// <summary>Posts so many messages into each topic.</summary>
    public Task Fill(int messages) =>
        Parallel.ForEachAsync(Topics, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (topic, cancellationToken) =>
        {
            for (var i = 0; i < messages; i++)
                await Json($"topics/{topic}/messages", new { text = new string('x', 60), clientId = Guid.CreateVersion7() }, Tokens[0], cancellationToken);
        });

    private async Task<string> SignUp(int number)
    {
        object who = new { username = $"bench-{number}", password = "correct horse battery staple" };
        await Json("users", who, null, default);
        return (await Json("auth/login", who, null, default)).GetProperty("accessToken").GetString()!;
    }

    private async Task<JsonElement> Json(string path, object body, string? token, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, $"/api/v1/{path}") { Content = JsonContent.Create(body) };
        if (token is not null) request.Headers.Authorization = new("Bearer", token);
        using var answer = await http.SendAsync(request, cancellationToken);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
    }

    public void Dispose()
    {
        Process.Dispose();
        http.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
