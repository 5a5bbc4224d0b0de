using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Contract;

/// <summary>What programs can rely on in the description of the API.</summary>
public sealed partial class OpenApiContract(Shared shared) : SystemTest(shared)
{
    [Fact]
    public async Task The_web_client_is_typed_by_the_description_that_is_served()
    {
        var committed = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Built.Root, "Bulletin.Web", "src", "api", "openapi.json"), Cancelled))!;
        var served = JsonNode.Parse((await Served()).GetRawText())!;
        foreach (var document in new[] { committed, served }) document["info"]!.AsObject().Remove("version");

        // As text, since the order of the operations matters too.
        Assert.True(committed.ToJsonString() == served.ToJsonString(), "Save /openapi/v1.json of a running server as Bulletin.Web/src/api/openapi.json, and run `npm run types` there.");
    }

    [Fact]
    public async Task It_says_whose_it_is_and_under_which_licence()
    {
        var info = (await Served()).GetProperty("info");

        Assert.Equal("MIT", info.GetProperty("license").Text("identifier"));
        Assert.StartsWith("https://", info.GetProperty("contact").Text("url"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_operation_belongs_to_a_group_that_is_described()
    {
        var document = await Served();
        var described = document.GetProperty("tags").EnumerateArray().Where(tag => !string.IsNullOrEmpty(tag.Text("description"))).Select(tag => tag.Text("name")).ToHashSet();

        foreach (var (name, operation) in Operations(document))
            Assert.True(described.Contains(Assert.Single(operation.GetProperty("tags").EnumerateArray()).GetString()), name);
    }

    [Fact]
    public async Task The_codes_of_problems_are_listed_and_all_in_the_manual()
    {
        var manual = await File.ReadAllTextAsync(Path.Combine(Built.Root, "docs", "api.md"), Cancelled);
        var codes = Names(Property(await Served(), "ProblemBody", "code"));

        Assert.Contains("validation_failed", codes);
        Assert.All(codes, code => Assert.Matches($@"(?m)^\| (\d{{3}}|4xx) \| `{code}` \| ", manual));
    }

    [Fact]
    public async Task A_field_that_is_one_of_some_names_lists_them()
    {
        foreach (var (name, field) in Fields(await Served()))
        {
            if (!field.TryGetProperty("description", out var description) || !OneOfNames().IsMatch(description.GetString()!)) continue;
            Assert.True((field.TryGetProperty("schema", out var schema) ? schema : field).TryGetProperty("enum", out _), $"{name}: {description}");
        }
    }

    [Fact]
    public async Task A_list_says_how_long_its_pages_may_be()
    {
        var limits = Parameters(await Served()).Where(parameter => parameter.Of.Text("name") == "limit").ToArray();

        Assert.NotEmpty(limits);
        Assert.All(limits, limit =>
        {
            var schema = limit.Of.GetProperty("schema");
            Assert.True(schema.GetProperty("minimum").GetInt32() == 1, limit.Name);
            Assert.True(schema.GetProperty("maximum").GetInt32() is 100 or 200, limit.Name);
        });
    }

    [Fact]
    public async Task What_a_sign_up_may_hold_can_be_checked_before_it_is_sent()
    {
        var document = await Served();
        var (username, password) = (Property(document, "SignUpRequest", "username"), Property(document, "SignUpRequest", "password"));

        Assert.Equal((3, 32), (username.GetProperty("minLength").GetInt32(), username.GetProperty("maxLength").GetInt32()));
        Assert.Matches(username.Text("pattern")!, "Ada-L.o_1");
        Assert.DoesNotMatch(username.Text("pattern")!, "ada lovelace");
        Assert.Equal((8, 256), (password.GetProperty("minLength").GetInt32(), password.GetProperty("maxLength").GetInt32()));
    }

    [Theory]
    [InlineData("post", "/api/v1/users", "201")]
    [InlineData("post", "/api/v1/auth/login", "200")]
    [InlineData("post", "/api/v1/topics", "201")]
    [InlineData("get", "/api/v1/topics", "200")]
    [InlineData("post", "/api/v1/topics/{topicId}/messages", "201")]
    [InlineData("get", "/api/v1/topics/{topicId}/messages", "200")]
    [InlineData("get", "/api/v1/topics/{topicId}/changes", "200")]
    [InlineData("get", "/api/v1/search", "200")]
    public async Task The_main_calls_have_examples(string method, string path, string status)
    {
        var document = await Served();
        var operation = document.GetProperty("paths").GetProperty(path).GetProperty(method);
        var answers = operation.GetProperty("responses");

        Assert.True(HasExample(answers.GetProperty(status)));
        Assert.True(HasExample(answers.GetProperty("400"), "application/problem+json"));
        if (operation.TryGetProperty("requestBody", out var body)) Assert.True(HasExample(body));

        bool HasExample(JsonElement of, string type = "application/json") =>
            of.GetProperty("content").GetProperty(type).TryGetProperty("examples", out var examples)
            && examples.EnumerateObject().All(example => document.GetProperty("components").GetProperty("examples").TryGetProperty(example.Value.Text("$ref")!.Split('/')[^1], out _));
    }

    [Fact]
    public async Task An_example_of_a_request_is_accepted()
    {
        using var person = await Somebody();
        var document = await Served();
        var topic = (await Send("topics", "CreateTopicRequest")).Is(HttpStatusCode.Created).Json.Id();
        await person.Post(topic, "The message that the example replies to");

        (await Send($"topics/{topic}/messages", "PostMessageRequest")).Is(HttpStatusCode.Created);

        Task<Answer> Send(string path, string example) => person.Api.PostRaw(path, document.GetProperty("components").GetProperty("examples").GetProperty(example).GetProperty("value").GetRawText());
    }

    private async Task<JsonElement> Served()
    {
        using var nobody = (await One()).Client();
        return (await nobody.Get("/openapi/v1.json")).Is(HttpStatusCode.OK).Json;
    }

    private static IEnumerable<(string Name, JsonElement Of)> Operations(JsonElement document) =>
        document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(operation => ($"{operation.Name} {path.Name}", operation.Value)));

    private static IEnumerable<(string Name, JsonElement Of)> Parameters(JsonElement document) =>
        from operation in Operations(document)
        where operation.Of.TryGetProperty("parameters", out _)
        from parameter in operation.Of.GetProperty("parameters").EnumerateArray()
        where parameter.TryGetProperty("name", out _)
        select ($"{operation.Name} {parameter.Text("name")}", parameter);

    /// <summary>Every parameter, and every property of a body.</summary>
    private static IEnumerable<(string Name, JsonElement Of)> Fields(JsonElement document) => Parameters(document).Concat(
        from schema in document.GetProperty("components").GetProperty("schemas").EnumerateObject()
        where schema.Value.TryGetProperty("properties", out _)
        from property in schema.Value.GetProperty("properties").EnumerateObject()
        select ($"{schema.Name}.{property.Name}", property.Value));

    private static JsonElement Property(JsonElement document, string schema, string name) =>
        document.GetProperty("components").GetProperty("schemas").GetProperty(schema).GetProperty("properties").GetProperty(name);

    private static string?[] Names(JsonElement schema) => [.. schema.GetProperty("enum").EnumerateArray().Select(name => name.GetString())];

    /// <summary>How descriptions begin that tell of names: <c>`open`, `invite` or `closed`</c>, perhaps with an explanation of each.</summary>
    [GeneratedRegex("^`[A-Za-z-]+`( \\([^)]*\\)|: [^;]*;)?,? (or )?`[A-Za-z-]+`")]
    private static partial Regex OneOfNames();
}
