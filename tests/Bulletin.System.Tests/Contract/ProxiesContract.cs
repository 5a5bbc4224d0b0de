using System.Net;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Contract;

/// <summary>Whom the server believes about where a call comes from.</summary>
public sealed class ProxiesContract(Shared shared) : SystemTest(shared)
{
    private const string Ours = "https://chat.example.org";

    [Fact]
    public async Task Pages_of_an_origin_that_is_named_may_call_and_others_may_not()
    {
        var server = await OwnServer(("Cors:Origins:0", Ours));

        var ours = await Preflight(server, Ours);
        Assert.Equal(Ours, ours.Header("Access-Control-Allow-Origin"));
        Assert.Equal(HttpStatusCode.NoContent, ours.Status);
        Assert.Contains("Authorization", ours.Header("Access-Control-Allow-Headers"), StringComparison.OrdinalIgnoreCase);
        foreach (var other in new[] { "https://evil.example.org", "http://chat.example.org", $"{Ours}.evil.org", "null" })
            Assert.Null((await Preflight(server, other)).Header("Access-Control-Allow-Origin"));

        // A page has to be able to read a refusal, too.
        using var nobody = server.Client();
        var refused = (await nobody.Send(HttpMethod.Get, "topics", content: null, ("Origin", Ours))).IsProblem(HttpStatusCode.Unauthorized, "unauthorized");
        Assert.Equal(Ours, refused.Header("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Pages_of_no_other_origin_may_call_unless_it_is_named() =>
        Assert.Null((await Preflight(await One(), Ours)).Header("Access-Control-Allow-Origin"));

    [Fact]
    public async Task A_proxy_that_is_named_is_believed_about_its_clients_addresses()
    {
        var server = await OwnServer(("ForwardedHeaders:KnownProxies:0", "127.0.0.1"), ("Limits:SignUp:PerSecond", "0.01"), ("Limits:SignUp:Burst", "1"));

        (await SignUp(server, "203.0.113.1")).Is(HttpStatusCode.Created);
        (await SignUp(server, "203.0.113.1")).IsProblem(HttpStatusCode.TooManyRequests, "rate_limited");
        (await SignUp(server, "203.0.113.2")).Is(HttpStatusCode.Created);
        // What a client puts there itself stands before what the proxy adds, and is not believed.
        (await SignUp(server, "203.0.113.3, 203.0.113.1")).IsProblem(HttpStatusCode.TooManyRequests, "rate_limited");
        // A household is one /64.
        (await SignUp(server, "2001:db8::1")).Is(HttpStatusCode.Created);
        (await SignUp(server, "2001:db8::2")).IsProblem(HttpStatusCode.TooManyRequests, "rate_limited");
    }

    [Fact]
    public async Task A_load_balancer_that_adds_its_own_address_is_believed_about_the_one_before()
    {
        var server = await OwnServer(
            ("ForwardedHeaders:KnownProxies:0", "127.0.0.1"), ("ForwardedHeaders:KnownProxies:1", "198.51.100.1"), ("ForwardedHeaders:Limit", "2"),
            ("Limits:SignUp:PerSecond", "0.01"), ("Limits:SignUp:Burst", "1"));

        (await SignUp(server, "203.0.113.1, 198.51.100.1")).Is(HttpStatusCode.Created);
        (await SignUp(server, "203.0.113.1, 198.51.100.1")).IsProblem(HttpStatusCode.TooManyRequests, "rate_limited");
        (await SignUp(server, "203.0.113.2, 198.51.100.1")).Is(HttpStatusCode.Created);
        // What a client puts there itself still is not believed.
        (await SignUp(server, "203.0.113.3, 203.0.113.1, 198.51.100.1")).IsProblem(HttpStatusCode.TooManyRequests, "rate_limited");
    }

    [Fact]
    public async Task Nobody_else_is_believed_about_addresses()
    {
        var server = await OwnServer(("Limits:SignUp:PerSecond", "0.01"), ("Limits:SignUp:Burst", "1"));

        (await SignUp(server, "203.0.113.1")).Is(HttpStatusCode.Created);
        (await SignUp(server, "203.0.113.2")).IsProblem(HttpStatusCode.TooManyRequests, "rate_limited");
    }

    private static async Task<Answer> SignUp(BulletinServer server, string forwardedFor)
    {
        using var nobody = server.Client();
        return await nobody.Send(HttpMethod.Post, "users", ApiClient.Json(new { username = Person.NewName(), password = Person.Password }), ("X-Forwarded-For", forwardedFor));
    }

    private static async Task<Answer> Preflight(BulletinServer server, string origin)
    {
        using var nobody = server.Client();
        return await nobody.Send(HttpMethod.Options, "topics", content: null, ("Origin", origin), ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "authorization,content-type"));
    }
}
