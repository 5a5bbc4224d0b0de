using System.Net;
using System.Text.Json;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Acceptance;

/// <summary>What Bulletin was asked for first: one test a criterion.</summary>
public sealed class AcceptanceCriteria(Shared shared) : SystemTest(shared)
{
    [Fact]
    public async Task A_person_signs_up_with_a_user_name_and_a_password()
    {
        using var api = (await One()).Client();
        var username = Person.NewName();

        var user = (await api.Post("users", new { username, password = Person.Password })).Is(HttpStatusCode.Created).Json;

        Assert.Equal(username, user.Text("username"));
    }

    [Fact]
    public async Task A_user_name_is_unique()
    {
        using var api = (await One()).Client();
        var username = Person.NewName("Ada");
        (await api.Post("users", new { username, password = Person.Password })).Is(HttpStatusCode.Created);

        (await api.Post("users", new { username, password = Person.Password })).IsProblem(HttpStatusCode.Conflict, "username_taken");
        (await api.Post("users", new { username = username.ToUpperInvariant(), password = Person.Password })).IsProblem(HttpStatusCode.Conflict, "username_taken");
    }

    [Fact]
    public async Task One_of_many_who_sign_up_with_the_same_name_at_once_gets_it()
    {
        using var api = (await One()).Client();
        var username = Person.NewName();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => api.Post("users", new { username, password = Person.Password })));

        Assert.Single(answers, a => a.Status == HttpStatusCode.Created);
        Assert.Equal(7, answers.Count(a => a.Code == "username_taken"));
    }

    [Fact]
    public async Task A_person_logs_in_with_the_password_they_signed_up_with()
    {
        using var person = await Somebody();

        var session = (await person.Api.Post("auth/login", new { username = person.Username, password = Person.Password })).Is(HttpStatusCode.OK).Json;

        Assert.Equal("Bearer", session.Text("tokenType"));
        Assert.NotEmpty(session.Text("accessToken")!);
    }

    [Fact]
    public async Task A_wrong_password_does_not_log_in()
    {
        using var person = await Somebody();

        (await person.Api.Post("auth/login", new { username = person.Username, password = "not the password" })).IsProblem(HttpStatusCode.Unauthorized, "invalid_credentials");
    }

    [Fact]
    public async Task Any_signed_in_user_creates_a_topic()
    {
        using var person = await Somebody();

        var created = (await person.Api.Post("topics", new { name = "Tea", description = "And coffee." })).Is(HttpStatusCode.Created);

        Assert.Equal("Tea", created.Json.Text("name"));
        Assert.Equal(person.Username, created.Json.GetProperty("createdBy").Text("username"));
    }

    [Fact]
    public async Task Topics_are_listed_by_most_recent_activity()
    {
        using var person = await Somebody();
        var topics = new List<Guid>();
        for (var i = 0; i < 4; i++) topics.Add(await person.NewTopic($"Topic {i}"));

        await person.Post(topics[1], "Back to this one.");

        Guid[] expected = [topics[1], topics[3], topics[2], topics[0]];
        await Eventually.Get(
            async () => (await person.Api.Get("topics?limit=100")).Is(HttpStatusCode.OK).Json.Items().Select(t => t.Id()).Where(topics.Contains).ToArray(),
            order => order.SequenceEqual(expected), TimeSpan.FromSeconds(1), "the topic with the latest post comes first");
    }

    [Fact]
    public async Task A_signed_in_user_posts_in_a_topic_that_somebody_else_created()
    {
        using var creator = await Somebody();
        using var poster = await Somebody();
        var topic = await creator.NewTopic();

        var message = await poster.Post(topic, "Hello");

        Assert.Equal(("Hello", poster.Username, 1), (message.Text, message.Author, message.Seq));
        Assert.Equal(message, Assert.Single(await creator.ReadAll(topic)));
    }

    [Fact]
    public async Task The_last_50_messages_of_a_topic_are_read()
    {
        using var person = await Somebody();
        var topic = await person.NewTopic();
        for (var i = 1; i <= 60; i++) await person.Post(topic, $"Message {i}");

        var messages = (await person.Api.Get($"topics/{topic}/messages")).Is(HttpStatusCode.OK).Json.Messages();

        Assert.Equal(Enumerable.Range(11, 50).Select(i => $"Message {i}"), messages.Select(m => m.Text));
        Assert.Equal(Enumerable.Range(11, 50).Select(i => (long)i), messages.Select(m => m.Seq));
    }

    [Fact]
    public async Task Every_operation_needs_a_bearer_token_but_those_that_lead_to_one()
    {
        using var nobody = (await One()).Client();
        string[] open = ["post /api/v1/users", "post /api/v1/auth/login", "post /api/v1/auth/refresh", "post /api/v1/password-resets", "get /api/v1/site", "get /.well-known/jwks.json"];
        var closed = 0;
        foreach (var path in (await nobody.Get("/openapi/v1.json")).Is(HttpStatusCode.OK).Json.GetProperty("paths").EnumerateObject())
        {
            foreach (var operation in path.Value.EnumerateObject().Where(o => o.Name is "get" or "post" or "put" or "patch" or "delete"))
            {
                if (open.Contains($"{operation.Name} {path.Name}") || path.Name.StartsWith("/health", StringComparison.Ordinal)) continue;
                await RefusesNobodyAndForgers(nobody, operation, path.Name);
                closed++;
            }
        }

        Assert.True(closed >= 15, $"Only {closed} operations were found.");
    }

    private static async Task RefusesNobodyAndForgers(ApiClient nobody, JsonProperty operation, string path)
    {
        var method = HttpMethod.Parse(operation.Name);
        var filled = path.Replace("{topicId}", Guid.CreateVersion7().ToString(), StringComparison.Ordinal)
            .Replace("{userId}", Guid.CreateVersion7().ToString(), StringComparison.Ordinal).Replace("{reportId}", Guid.CreateVersion7().ToString(), StringComparison.Ordinal)
            .Replace("{id}", Guid.CreateVersion7().ToString(), StringComparison.Ordinal).Replace("{invitationId}", Guid.CreateVersion7().ToString(), StringComparison.Ordinal)
            .Replace("{token}", new string('A', 43), StringComparison.Ordinal)
            .Replace("{sessionId}", Guid.CreateVersion7().ToString(), StringComparison.Ordinal).Replace("{emoji}", "%F0%9F%91%8D", StringComparison.Ordinal)
            .Replace("{seq}", "1", StringComparison.Ordinal).Replace("{username}", "ada", StringComparison.Ordinal);
        Assert.DoesNotContain('{', filled);
        const string Unsigned = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.eyJzdWIiOiIwMTkzMDAwMC0wMDAwLTcwMDAtODAwMC0wMDAwMDAwMDAwMDAiLCJleHAiOjQxMDAwMDAwMDB9.";
        foreach (var token in new[] { null, "nonsense", Unsigned })
        {
            nobody.Token = token;
            var answer = (await nobody.SendRaw(method, filled, "{}", "application/json")).IsProblem(HttpStatusCode.Unauthorized, "unauthorized");
            Assert.StartsWith("Bearer", answer.Header("WWW-Authenticate"), StringComparison.Ordinal);
        }

        nobody.Token = null;
    }
}
