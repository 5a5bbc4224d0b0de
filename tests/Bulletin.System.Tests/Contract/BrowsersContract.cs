using System.Net;
using System.Net.WebSockets;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Contract;

/// <summary>What browsers are told, and whose pages may open the hub.</summary>
public sealed class BrowsersContract(Shared shared) : SystemTest(shared)
{
    private static readonly string[] s_everywhere =
        ["X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy", "Permissions-Policy", "Content-Security-Policy"];

    [Fact]
    public async Task Every_answer_on_either_port_carries_the_security_headers()
    {
        var server = await OwnServer(("Dashboard:Password", "a-password-of-operators"));
        using var person = await Somebody(server);
        using var operations = new ApiClient(server.MetricsUrl);
        Answer[] answers =
        [
            await person.Api.Get("topics"), await person.Api.Get("nothing-here"), await person.Api.Get("/health/ready"),
            await operations.Get("/metrics"), await operations.Get("/dashboard/"), await operations.Get("/nothing-here"),
        ];

        foreach (var answer in answers)
        {
            Assert.All(s_everywhere, name => Assert.False(string.IsNullOrEmpty(answer.Header(name)), $"{name}: {answer}"));
            Assert.Equal("same-origin", answer.Header("Cross-Origin-Resource-Policy"));
            Assert.Contains("frame-ancestors 'none'", answer.Header("Content-Security-Policy"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Who_came_by_https_is_told_to_stay_with_it_and_nobody_else_is()
    {
        var proxied = await OwnServer(("ForwardedHeaders:KnownProxies:0", "127.0.0.1"));
        var without = await OwnServer(("ForwardedHeaders:KnownProxies:0", "127.0.0.1"), ("Http:Hsts", "false"));

        Assert.Equal("max-age=31536000", (await By("https", proxied)).Header("Strict-Transport-Security"));
        Assert.Null((await By("http", proxied)).Header("Strict-Transport-Security"));
        Assert.Null((await By("https", without)).Header("Strict-Transport-Security"));
        // Nobody unnamed is believed about it.
        Assert.Null((await By("https", await One())).Header("Strict-Transport-Security"));

        static async Task<Answer> By(string scheme, BulletinServer server)
        {
            using var nobody = server.Client();
            return await nobody.Send(HttpMethod.Get, "topics", content: null, ("X-Forwarded-For", "203.0.113.1"), ("X-Forwarded-Proto", scheme));
        }
    }

    [Fact]
    public async Task What_is_ones_own_is_not_kept_and_the_rest_is_asked_for_again()
    {
        using var person = await Somebody();

        Assert.Equal("no-store", (await person.Api.Get("users/me")).Header("Cache-Control"));
        Assert.Equal("no-store", (await person.Api.Patch("users/me", new { displayName = "Somebody" })).Header("Cache-Control"));
        Assert.Equal("no-store", (await person.Api.Post("auth/refresh", new { refreshToken = person.RefreshToken })).Header("Cache-Control"));
        var topics = (await person.Api.Get("topics")).Header("Cache-Control")!.Split(", ");
        Assert.Equal(["no-cache", "private"], topics.Order());
    }

    [Fact]
    public async Task The_hub_takes_pages_of_its_own_host_and_of_named_origins_alone()
    {
        var server = await OwnServer(("Cors:Origins:0", "https://named.example.org"), ("ForwardedHeaders:KnownProxies:0", "127.0.0.1"));
        using var person = await Somebody(server);
        var (host, port) = (server.Url.Host, server.Url.Port);

        foreach (var origin in new[] { $"http://{host}:{port}", $"https://{host}:{port}", "https://named.example.org", null })
            Assert.Equal(HttpStatusCode.SwitchingProtocols, await Open(person, origin));
        // As a browser's page does behind a proxy that asks for another host.
        Assert.Equal(HttpStatusCode.SwitchingProtocols, await Open(person, "https://chat.example.org", "chat.example.org"));

        foreach (var origin in new[] { "https://evil.example.org", "https://named.example.org.evil.org", "https://named.example.org:8443", $"http://{host}:{port + 1}", $"http://{host}", "null", "file://", "x" })
            Assert.Equal(HttpStatusCode.Forbidden, await Open(person, origin));
        (await person.Api.Send(HttpMethod.Post, "/hubs/bulletin/negotiate?negotiateVersion=1", content: null, ("Origin", "https://evil.example.org")))
            .IsProblem(HttpStatusCode.Forbidden, "not_allowed");
    }

    [Fact]
    public async Task Nobody_but_a_named_proxy_says_which_host_was_asked_for()
    {
        using var person = await Somebody();

        Assert.Equal(HttpStatusCode.Forbidden, await Open(person, "https://chat.example.org", "chat.example.org"));
    }

    private static async Task<HttpStatusCode> Open(Person person, string? origin, string? forwardedHost = null)
    {
        using ClientWebSocket socket = new();
        socket.Options.CollectHttpResponseDetails = true;
        if (origin is not null) socket.Options.SetRequestHeader("Origin", origin);
        if (forwardedHost is not null)
        {
            socket.Options.SetRequestHeader("X-Forwarded-For", "203.0.113.1");
            socket.Options.SetRequestHeader("X-Forwarded-Host", forwardedHost);
        }
        try
        {
            await socket.ConnectAsync(WebSocketConnection.Address(person.Api.Server, person.Token), Cancelled);
        }
        catch (WebSocketException)
        {
            // The status says why.
        }
        return socket.HttpStatusCode;
    }
}
