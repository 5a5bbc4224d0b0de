using System.Net;
using System.Text;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.BadInput;

/// <summary>What must not be taken, call by call. Each is refused with a problem, and leaves nothing behind.</summary>
public sealed class BadRequests(Shared shared) : SystemTest(shared)
{
    private static readonly string s_deep = string.Concat(Enumerable.Repeat("""{"text":""", 2_000)) + "1" + new string('}', 2_000);

    /// <summary>Bodies that no call takes.</summary>
    public static TheoryData<string> Malformed =>
    [
        "", " ", "{", "}", "[]", "null", "1", "\"text\"", "{]", "{\"text\":}", "{'text':'x'}", "{\"text\":\"x\"} trailing", "{\"text\":\"x\",}",
        "// comment\n{\"text\":\"x\"}", "\0", "{\"text\":\"\\ud800\"}", "{\"text\":\"\\udc00\\ud800\"}", "{\"te\\ud800xt\":\"x\"}", "{\"text\":\"\u0001\"}",
        s_deep, new string('[', 5_000), $"{{\"text\":{new string('9', 5_000)}}}", "{\"text\":1e999999}",
    ];

    public static TheoryData<string> Messages =>
    [
        "{}", "{\"text\":null}", "{\"text\":\"\"}", "{\"text\":\"   \"}", "{\"text\":\"\\t\\n\\u00a0\\u3000\"}", "{\"text\":1}", "{\"text\":true}",
        "{\"text\":[\"x\"]}", "{\"text\":{\"a\":1}}", "{\"text\":\"a\\u0000b\"}", "{\"text\":\"\\u0000\"}", "{\"text\":\"x\",\"clientId\":\"x\"}",
        "{\"text\":\"x\",\"clientId\":1}", "{\"text\":\"x\",\"clientId\":\"\"}", "{\"text\":\"x\",\"clientId\":\"019300000000700080000000000000000\"}", "{\"text\":\"x\",\"clientId\":\" 01930000-0000-7000-8000-000000000000\"}",
        "{\"text\":\"x\",\"replyTo\":-1}", "{\"text\":\"x\",\"replyTo\":0}", "{\"text\":\"x\",\"replyTo\":1.5}", "{\"text\":\"x\",\"replyTo\":\"1\"}",
        "{\"text\":\"x\",\"replyTo\":9223372036854775807}", "{\"text\":\"x\",\"replyTo\":9223372036854775808}", "{\"text\":\"x\",\"replyTo\":[]}",
        "{\"text\":\"x\",\"text\":\"y\"}",
    ];

    public static TheoryData<string> Topics =>
    [
        "{}", "{\"name\":null}", "{\"name\":\"\"}", "{\"name\":\" \\t \"}", "{\"name\":1}", "{\"name\":[]}", "{\"name\":\"a\\u0000b\"}", "{\"name\":\"a\\nb\"}",
        "{\"name\":\"a\\u202eb\"}", "{\"name\":\"\\u200b\"}", "{\"name\":\"x\",\"description\":1}", "{\"name\":\"x\",\"description\":\"\\u0000\"}",
        $"{{\"name\":\"{new string('x', 129)}\"}}", $"{{\"name\":\"x\",\"description\":\"{new string('x', 10_000)}\"}}",
    ];

    public static TheoryData<string, string> SignUps => new()
    {
        { "ab", Person.Password }, { new string('a', 33), Person.Password }, { "a b c", Person.Password }, { "ünïcode", Person.Password },
        { "аdmin-in-cyrillic", Person.Password }, { "a\nb\nc", Person.Password }, { "../../etc", Person.Password }, { "", Person.Password }, { "a\0bc", Person.Password },
        { "good-name-1", "short" }, { "good-name-2", "password" }, { "good-name-3", "12345678" }, { "good-name-4", new string('x', 257) }, { "good-name-5", "" },
        { "good-name-6", "long enough\0but no" }, { "good-name-7", "good-name-7" }, { "good-name-8", "Password1" },
    };

    [Theory, MemberData(nameof(Malformed))]
    public async Task A_body_that_is_no_json_object_is_refused_by_every_call(string body)
    {
        using var person = await Somebody();
        var topic = await person.NewTopic();
        await person.Post(topic, "As it was");
        (HttpMethod, string)[] calls =
        [
            (HttpMethod.Post, "users"), (HttpMethod.Post, "auth/login"), (HttpMethod.Post, "auth/refresh"), (HttpMethod.Post, "auth/logout"),
            (HttpMethod.Patch, "users/me"), (HttpMethod.Post, "users/me/password"), (HttpMethod.Post, "topics"), (HttpMethod.Patch, $"topics/{topic}"),
            (HttpMethod.Post, $"topics/{topic}/messages"), (HttpMethod.Patch, $"topics/{topic}/messages/1"),
        ];
        // A field that a call does not know is none of its business: what is wrong with a text, those say that take one.
        var isText = body.StartsWith("{\"text\"", StringComparison.Ordinal);
        foreach (var (method, path) in calls.Where(c => !isText || c.Item2.Contains("/messages", StringComparison.Ordinal)))
            (await person.Api.SendRaw(method, path, body, "application/json")).IsProblem(HttpStatusCode.BadRequest, "validation_failed");

        await Unchanged(person, topic);
    }

    [Fact]
    public async Task Bytes_that_are_no_utf8_are_refused()
    {
        using var person = await Somebody();
        var topic = await person.NewTopic();
        await person.Post(topic, "As it was");
        foreach (var bytes in new byte[][] { [0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xe2, 0x82] })
        {
            byte[] body = [.. "{\"text\":\""u8, .. bytes, .. "\"}"u8];
            (await person.Api.SendRaw(HttpMethod.Post, $"topics/{topic}/messages", body, "application/json")).IsProblem(HttpStatusCode.BadRequest, "validation_failed");
        }

        var utf16 = Encoding.Unicode.GetBytes("{\"text\":\"x\"}");
        (await person.Api.SendRaw(HttpMethod.Post, $"topics/{topic}/messages", utf16, "application/json")).IsProblem(HttpStatusCode.BadRequest, "validation_failed");
        await Unchanged(person, topic);
    }

    [Theory, MemberData(nameof(Messages))]
    public async Task A_message_that_is_none_is_refused(string body)
    {
        using var person = await Somebody();
        var topic = await person.NewTopic();
        await person.Post(topic, "As it was");

        (await person.Api.PostRaw($"topics/{topic}/messages", body)).IsProblem(HttpStatusCode.BadRequest, "validation_failed");

        await Unchanged(person, topic);
    }

    [Theory, MemberData(nameof(Topics))]
    public async Task A_topic_that_is_none_is_refused(string body)
    {
        using var person = await Somebody();

        (await person.Api.PostRaw("topics", body)).IsProblem(HttpStatusCode.BadRequest, "validation_failed");

        var latest = (await person.Api.Get("topics?limit=5")).Json.Items();
        Assert.DoesNotContain(latest, t => t.GetProperty("createdBy").Id() == person.Id);
    }

    [Theory, MemberData(nameof(SignUps))]
    public async Task A_sign_up_that_is_none_is_refused(string username, string password)
    {
        using var api = (await One()).Client();

        (await api.Post("users", new { username, password })).IsProblem(HttpStatusCode.BadRequest, "validation_failed");

        (await api.Post("auth/login", new { username, password })).IsNoSignIn();
    }

    [Theory]
    [InlineData("topics?limit=0")]
    [InlineData("topics?limit=101")]
    [InlineData("topics?limit=-1")]
    [InlineData("topics?limit=x")]
    [InlineData("topics?cursor=x")]
    [InlineData("topics?cursor=%00")]
    [InlineData("topics?query=%00")]
    [InlineData("users?query=%00")]
    [InlineData("users?query=a&limit=0")]
    [InlineData("users?query=a&limit=1000")]
    [InlineData("users?query=a&cursor=%F0%9F%A7%AE")]
    public async Task A_query_that_makes_no_sense_is_refused(string path)
    {
        using var person = await Somebody();

        (await person.Api.Get(path)).IsProblem(HttpStatusCode.BadRequest, "validation_failed");
    }

    [Theory]
    [InlineData("topics?limit=x", "limit")]
    [InlineData("topics?limit=1.5", "limit")]
    [InlineData("topics?limit=", "limit")]
    [InlineData("topics?limit=%201", "limit")]
    [InlineData("topics?limit=99999999999", "limit")]
    [InlineData("topics?LIMIT=x", "limit")]
    [InlineData("topics?limit=1&limit=2", "limit")]
    [InlineData("topics?query=a&query=b", "query")]
    [InlineData("topics?cursor=a&cursor=b", "cursor")]
    [InlineData("users?limit=true", "limit")]
    [InlineData("topics/{0}/messages?before=99999999999999999999", "before")]
    [InlineData("topics/{0}/messages?before=x&after=y&limit=z", "after before limit")]
    [InlineData("topics/{0}/messages?around=0x10", "around")]
    [InlineData("topics/{0}/messages?before=1&after=1", "cursor")]
    [InlineData("topics/{0}/changes?after=x", "after")]
    [InlineData("topics/{0}/changes?after=-1", "after")]
    public async Task A_field_of_a_query_that_makes_no_sense_is_named(string path, string fields)
    {
        using var person = await Somebody();
        var topic = await person.NewTopic();

        var refused = (await person.Api.Get(string.Format(null, path, topic))).IsProblem(HttpStatusCode.BadRequest, "validation_failed");

        Assert.Equal(fields, refused.Json.GetProperty("errors").Fields());
    }

    private static async Task Unchanged(Person person, Guid topic) =>
        Assert.Equal("As it was", Assert.Single(await person.ReadAll(topic)).Text);
}

file static class SignIns
{
    public static void IsNoSignIn(this Answer answer) =>
        Assert.True(answer.Code is "invalid_credentials" or "validation_failed", answer.ToString());
}
