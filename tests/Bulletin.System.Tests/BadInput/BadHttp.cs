using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.BadInput;

/// <summary>HTTP that is odd or wrong below JSON.</summary>
public sealed class BadHttp(Shared shared) : SystemTest(shared)
{
    private const string Post = """{"text":"x"}""";

    [Fact]
    public async Task A_post_that_is_sent_in_an_odd_way_is_taken_whole_or_refused_and_never_half()
    {
        var server = await One();
        using var person = await Somebody(server);
        var topic = await person.NewTopic();
        string[] head = [$"POST /api/v1/topics/{topic}/messages HTTP/1.1", $"Authorization: Bearer {person.Token}"];
        const string Json = "Content-Type: application/json", Chunked = "Transfer-Encoding: chunked", Length = "Content-Length: 12";
        (string What, int Status, string[] Headers, string Body)[] requests =
        [
            ("in chunks", 201, [Json, Chunked], "5\r\n{\"tex\r\n7\r\nt\":\"x\"}\r\n0\r\n\r\n"),
            ("after asking whether it may", 201, [Json, Length, "Expect: 100-continue"], Post),
            ("in chunks that are none", 400, [Json, Chunked], $"zz\r\n{Post}\r\n0\r\n\r\n"),
            ("in too many chunks", 413, [Json, Chunked], $"2000b\r\n{{\"text\":\"{new string('x', 0x20000)}\"}}\r\n0\r\n\r\n"),
            ("longer than anything", 413, [Json, "Content-Length: 99999999999999"], Post),
            ("without a length", 400, [Json], ""),
            ("compressed", 415, [Json, Length, "Content-Encoding: gzip"], Post),
            ("as another kind of JSON", 415, ["Content-Type: application/merge-patch+json", Length], Post),
            ("with two types", 415, ["Content-Type: text/plain", Json, Length], Post),
        ];

        foreach (var (what, status, headers, body) in requests)
        {
            var (answered, answer) = await RawHttp.Send(server.Url, [.. head, .. headers], body);
            Assert.True(answered == status || answered == 100 && answer.Contains($"HTTP/1.1 {status} ", StringComparison.Ordinal), $"{what} was answered: {answer}");
            if (status >= 400) Assert.Contains("application/problem+json", answer, StringComparison.Ordinal);
        }

        Assert.Equal(["x", "x"], (await person.ReadAll(topic)).Select(m => m.Text));
    }

    /// <summary>The server refuses these before it knows what is asked for: with a status alone, and the end of the connection.</summary>
    [Theory]
    [InlineData("GET /api/v1/topics/%00 HTTP/1.1", 400)]
    [InlineData("GET /api/v1/topics HTTP/9.9", 505)]
    [InlineData("nonsense", 400)]
    [InlineData("GET /api/v1/topics HTTP/1.1\r\nHost: twice.example.org", 400)]
    [InlineData("POST /api/v1/auth/login HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2", 400)]
    [InlineData("POST /api/v1/auth/login HTTP/1.1\r\nContent-Length: -1", 400)]
    [InlineData("POST /api/v1/auth/login HTTP/1.1\r\nTransfer-Encoding: gzip", 400)]
    public async Task What_is_no_http_is_refused(string head, int status)
    {
        var (answered, answer) = await RawHttp.Send((await One()).Url, [head]);

        Assert.True(answered == status, answer);
        await StillServes();
    }

    [Fact]
    public async Task Headers_that_are_too_large_are_refused()
    {
        var server = await One();

        Assert.Equal(414, (await RawHttp.Send(server.Url, [$"GET /api/v1/topics?query={new string('a', 20_000)} HTTP/1.1"])).Status);
        Assert.Equal(431, (await RawHttp.Send(server.Url, ["GET /api/v1/topics HTTP/1.1", $"X: {new string('a', 40_000)}"])).Status);
        Assert.Equal(431, (await RawHttp.Send(server.Url, ["GET /api/v1/topics HTTP/1.1", .. Enumerable.Range(0, 300).Select(i => $"X{i}: a")])).Status);
        await StillServes();
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task The_hub_is_reached_over_a_websocket_alone(string method)
    {
        using var person = await Somebody();

        var (status, answer) = await RawHttp.Send(person.Api.Server, [$"{method} /hubs/bulletin?access_token={person.Token} HTTP/1.1", "Content-Length: 0"]);

        Assert.Equal(400, status);
        Assert.Contains("validation_failed", answer, StringComparison.Ordinal);
    }

    private async Task StillServes()
    {
        using var nobody = (await One()).Client();
        (await nobody.Get("/health/ready")).Is(System.Net.HttpStatusCode.OK);
    }
}
