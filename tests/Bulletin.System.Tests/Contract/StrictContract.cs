using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Contract;

/// <summary>A client can ask that its mistakes in names be refused.</summary>
public sealed partial class StrictContract(Shared shared) : SystemTest(shared)
{
    private const string MisspeltPost = """{"text":"Once","clientID":"019cae5c-0a11-7b60-93f2-5a6b7c8d9e0f"}""";

    [Fact]
    public async Task A_misspelt_field_is_named_and_nothing_is_done()
    {
        using var person = await Somebody();
        var topic = await person.NewTopic();

        var refused = (await Strictly(person, HttpMethod.Post, $"topics/{topic}/messages", MisspeltPost)).IsProblem(HttpStatusCode.BadRequest, "unknown_field");

        Assert.Equal("Is unknown. Did you mean clientId?", Assert.Single(refused.Json.GetProperty("errors").GetProperty("clientID").EnumerateArray()).GetString());
        Assert.Equal("handling=strict", refused.Header("Preference-Applied"));
        Assert.Empty(await person.ReadAll(topic));
    }

    [Fact]
    public async Task A_request_without_mistakes_is_carried_out_and_told_so()
    {
        using var person = await Somebody();
        var topic = await person.NewTopic();

        var posted = (await Strictly(person, HttpMethod.Post, $"topics/{topic}/messages", MisspeltPost.Replace("clientID", "clientId", StringComparison.Ordinal))).Is(HttpStatusCode.Created);
        var listed = (await Strictly(person, HttpMethod.Get, $"topics/{topic}/messages?limit=1")).Is(HttpStatusCode.OK);

        Assert.Equal("handling=strict", posted.Header("Preference-Applied"));
        Assert.Equal("handling=strict", listed.Header("Preference-Applied"));
    }

    [Fact]
    public async Task Without_the_preference_a_misspelt_field_is_ignored()
    {
        using var person = await Somebody();
        var topic = await person.NewTopic();

        var posted = (await person.Api.PostRaw($"topics/{topic}/messages", MisspeltPost)).Is(HttpStatusCode.Created);

        Assert.Null(posted.Header("Preference-Applied"));
    }

    [Fact]
    public async Task A_misspelt_query_parameter_is_named()
    {
        using var person = await Somebody();

        var refused = (await Strictly(person, HttpMethod.Get, "topics?limt=1")).IsProblem(HttpStatusCode.BadRequest, "unknown_field");

        Assert.Equal("Is unknown. Did you mean limit?", refused.Json.GetProperty("errors").GetProperty("limt")[0].GetString());
        (await Strictly(person, HttpMethod.Get, "users/me?verbose=true")).IsProblem(HttpStatusCode.BadRequest, "unknown_field");
        (await person.Api.Get("topics?limt=1")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task What_is_wrong_in_any_case_is_refused_as_ever()
    {
        using var person = await Somebody();
        var topic = await person.NewTopic();

        (await Strictly(person, HttpMethod.Post, $"topics/{topic}/messages", """{"text":""}""")).IsProblem(HttpStatusCode.BadRequest, "validation_failed");
        foreach (var body in new[] { "", "null", "[]", "{", """{"text":1}""", """{"text":"a","text":"b"}""", """{"\ud800":1}""", """{"text":"\ud800"}""" })
            (await Strictly(person, HttpMethod.Post, $"topics/{topic}/messages", body)).IsProblem(HttpStatusCode.BadRequest, "validation_failed");
        Assert.Empty(await person.ReadAll(topic));
    }

    [Fact]
    public async Task Who_may_not_call_at_all_learns_nothing_of_its_fields()
    {
        using var nobody = (await One()).Client();

        var refused = (await nobody.Send(HttpMethod.Post, "topics", Body("""{"nmae":"Tea"}"""), ("Prefer", "handling=strict"))).IsProblem(HttpStatusCode.Unauthorized, "unauthorized");

        Assert.Null(refused.Header("Preference-Applied"));
    }

    [Fact]
    public async Task Every_call_that_takes_a_body_can_be_strict()
    {
        using var person = await Somebody();
        var paths = (await person.Api.Get("/openapi/v1.json")).Is(HttpStatusCode.OK).Json.GetProperty("paths");
        var calls = paths.EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Where(operation => operation.Value.TryGetProperty("requestBody", out _))
            .Select(operation => (Method: HttpMethod.Parse(operation.Name), Path: path.Name))).Where(call => !call.Path.Contains("/admin/", StringComparison.Ordinal)).ToArray();

        Assert.InRange(calls.Length, 15, int.MaxValue);
        foreach (var (method, path) in calls)
            (await Strictly(person, method, Ids().Replace(path.Replace("{seq}", "1", StringComparison.Ordinal).Replace("{username}", "ada", StringComparison.Ordinal), Guid.CreateVersion7().ToString()), """{"nothing like it":1}"""))
                .IsProblem(HttpStatusCode.BadRequest, "unknown_field");
    }

    [Fact]
    public async Task A_page_of_a_named_origin_may_ask_for_it()
    {
        const string Origin = "https://named.example.org";
        var server = await OwnServer(("Cors:Origins:0", Origin));
        using var nobody = server.Client();

        var allowed = await nobody.Send(HttpMethod.Options, "topics", content: null,
            ("Origin", Origin), ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "authorization,content-type,prefer"));
        var answered = await nobody.Send(HttpMethod.Get, "site", content: null, ("Origin", Origin), ("Prefer", "handling=strict"));

        Assert.Contains("Prefer", allowed.Header("Access-Control-Allow-Headers"), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Preference-Applied", answered.Header("Access-Control-Expose-Headers"), StringComparison.OrdinalIgnoreCase);
        Assert.Equal("handling=strict", answered.Header("Preference-Applied"));
    }

    private static Task<Answer> Strictly(Person person, HttpMethod method, string path, string? body = null) =>
        person.Api.Send(method, path, body is null ? null : Body(body), ("Prefer", "handling=strict"));

    private static ByteArrayContent Body(string json)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(json));
        content.Headers.ContentType = new("application/json");
        return content;
    }

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Ids();
}
