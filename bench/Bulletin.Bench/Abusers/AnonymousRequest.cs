using System.Text.RegularExpressions;
using Bulletin.Bench.Load;
using Bulletin.Bench.Systems;

namespace Bulletin.Bench.Abusers;

/// <summary>An unauthenticated request, and its expected status unless a limit refuses it.</summary>
internal sealed partial record AnonymousRequest(string Name, byte[] Bytes, int Status)
{
    /// <summary>One request of each kind.</summary>
    public static async Task<AnonymousRequest[]> Kinds(Product product)
    {
        var large = Get(await LargestAsset(product.Url), 200) with { Name = "the client's largest script" };
        return
        [
            Get("/", 200), Compressed(Get("/", 200)), large, Compressed(large), Get("/sw.js", 200),
            Get("/openapi/v1.json", 200), Get("/docs/", 200), Get("/docs/scalar.js", 200), Compressed(Get("/docs/scalar.js", 200)),
            Get("/.well-known/jwks.json", 200), Get("/health/live", 200), Get("/health/ready", 200), Get("/health/storage", 200),
            Get("/api/v1/topics", 401),
            new("/api/v1/topics, garbage for a token", Requests.Get("/api/v1/topics", "garbage"), 401),
            new("/api/v1/topics, a token of another key", Requests.Get("/api/v1/topics", ForgedToken.Like(product.Tokens[0])), 401),
            new("/hubs/bulletin, a token of another key", HubFrames.Upgrade("/hubs/bulletin", ForgedToken.Like(product.Tokens[0])), 401),
            new("POST /auth/login, an empty body", Requests.Post("/api/v1/auth/login", ""), 400),
            new("POST /auth/refresh, a made-up token", Requests.Post("/api/v1/auth/refresh", """{"refreshToken":"made-up"}"""), 401),
            Get("/no-such-page", 200), Get("/assets/no-such-file.js", 401), Get("/api/v1/no-such-endpoint", 401),
        ];
    }

    private static AnonymousRequest Get(string path, int status) => new(path, Requests.Get(path), status);

    /// <summary>Adds the <c>Accept-Encoding</c> that browsers send.</summary>
    private static AnonymousRequest Compressed(AnonymousRequest plain) =>
        plain with { Name = $"{plain.Name}, compressed", Bytes = [.. plain.Bytes[..^2], .. "Accept-Encoding: gzip, deflate, br\r\n\r\n"u8] };

    /// <summary>The largest file with a hash in its name. The service worker lists them.</summary>
    private static async Task<string> LargestAsset(Uri server)
    {
        using HttpClient http = new() { BaseAddress = server };
        var worker = await http.GetStringAsync(new Uri("/sw.js", UriKind.Relative));
        List<(string Path, int Size)> assets = [];
        foreach (var path in Assets().Matches(worker).Select(match => match.Value).Distinct())
            assets.Add((path, (await http.GetByteArrayAsync(new Uri(path, UriKind.Relative))).Length));
        return assets.MaxBy(asset => asset.Size).Path;
    }

    [GeneratedRegex("""/assets/[\w.-]+\.js""")]
    private static partial Regex Assets();
}
