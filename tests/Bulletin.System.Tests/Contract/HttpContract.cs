using System.Net;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Contract;

/// <summary>What holds for every call: tags, limits, sizes, types.</summary>
public sealed class HttpContract(Shared shared) : SystemTest(shared)
{
    [Fact]
    public async Task A_resource_that_has_not_changed_answers_304()
    {
        using var person = await Somebody();
        var topic = await person.NewTopic();
        await person.Post(topic, "One");
        string[] paths = [$"topics/{topic}", $"topics/{topic}/messages", $"topics/{topic}/messages/1", $"topics/{topic}/changes?after=0", "users/me", $"users/{person.Username}"];
        var tags = new Dictionary<string, string>();
        foreach (var path in paths)
        {
            tags[path] = (await person.Api.Get(path)).Is(HttpStatusCode.OK).Header("ETag") ?? throw new InvalidOperationException($"No ETag: {path}");
            var held = (await person.Api.Get(path, tags[path])).Is(HttpStatusCode.NotModified);
            Assert.Equal((tags[path], ""), (held.Header("ETag"), held.Body));
            (await person.Api.Get(path, $"\"other\", W/{tags[path]}")).Is(HttpStatusCode.NotModified);
            (await person.Api.Get(path, "\"other\"")).Is(HttpStatusCode.OK);
        }

        await person.Edit(topic, 1, "Two");

        foreach (var path in paths[..4]) (await person.Api.Get(path, tags[path])).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_list_of_topics_carries_a_tag_that_changes_with_it()
    {
        using var person = await Somebody();
        var topic = await person.NewTopic();
        var tag = (await person.Api.Get("topics")).Header("ETag")!;
        (await person.Api.Get("topics", tag)).Is(HttpStatusCode.NotModified);

        await person.Post(topic, "Something new");

        await Eventually.That(async () => (await person.Api.Get("topics", tag)).Status == HttpStatusCode.OK, TimeSpan.FromSeconds(1), "the list has another tag");
    }

    [Fact]
    public async Task A_body_that_is_not_json_is_refused()
    {
        using var person = await Somebody();
        var topic = await person.NewTopic();
        foreach (var type in new[] { "text/plain", "application/xml", "application/x-www-form-urlencoded", "application/json; charset=utf-16", "application/problem+json", "nonsense", "" })
            (await person.Api.PostRaw($"topics/{topic}/messages", """{"text":"x"}""", type)).IsProblem(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
        Assert.Empty(await person.ReadAll(topic));
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused()
    {
        using var person = await Somebody();
        var topic = await person.NewTopic();

        (await person.Api.PostRaw($"topics/{topic}/messages", $$"""{"text":"x","padding":"{{new string('x', 200_000)}}"}""")).IsProblem(HttpStatusCode.RequestEntityTooLarge, "payload_too_large");
    }

    [Fact]
    public async Task What_is_not_there_is_a_problem_too()
    {
        using var person = await Somebody();

        (await person.Api.Get("nothing-here")).IsProblem(HttpStatusCode.NotFound, "not_found");
        var wrong = (await person.Api.Send(HttpMethod.Put, "topics")).IsProblem(HttpStatusCode.MethodNotAllowed, "method_not_allowed");
        Assert.Contains("POST", wrong.Header("Allow"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_validation_problem_names_every_field_that_is_wrong()
    {
        using var api = (await One()).Client();

        var refused = (await api.Post("users", new { username = "a b", password = "short" })).IsProblem(HttpStatusCode.BadRequest, "validation_failed");

        var errors = refused.Json.GetProperty("errors");
        Assert.Equal("password username", errors.Fields());
        Assert.All(errors.EnumerateObject(), field => Assert.NotEmpty(field.Value.EnumerateArray()));
    }

    [Fact]
    public async Task Too_many_posts_are_refused_with_the_name_of_the_limit_and_when_to_come_back()
    {
        var server = await OwnServer(("Limits:Posting:PerSecond", "0.01"), ("Limits:Posting:Burst", "3"));
        using var person = await Somebody(server);
        using var other = await Somebody(server);
        var topic = await person.NewTopic();
        for (var i = 2; i >= 0; i--)
        {
            var posted = (await person.TryPost(topic, "Hello")).Is(HttpStatusCode.Created);
            Assert.Contains($"r={i}", posted.Header("RateLimit"), StringComparison.Ordinal);
            Assert.Contains("q=3", posted.Header("RateLimit-Policy"), StringComparison.Ordinal);
        }

        var refused = (await person.TryPost(topic, "One too many")).IsProblem(HttpStatusCode.TooManyRequests, "rate_limited");

        Assert.Equal("posting", refused.Json.Text("limit"));
        Assert.InRange(int.Parse(refused.Header("Retry-After")!, null), 1, 100);
        Assert.Contains("\"posting\"", refused.Header("RateLimit"), StringComparison.Ordinal);
        await Assert.ThrowsAnyAsync<Exception>(async () => await (await Hub(person)).Post(topic, "Nor through the hub"));
        (await other.TryPost(topic, "Others may")).Is(HttpStatusCode.Created);
        Assert.Equal(4, (await person.ReadAll(topic)).Count);
    }

    /// <summary>Whatever has to be looked up in the database counts; what is in memory does not.</summary>
    [Fact]
    public async Task Topics_and_messages_that_nobody_reads_may_be_asked_for_only_so_often()
    {
        var server = await OwnServer(("Limits:Searching:PerSecond", "0.01"), ("Limits:Searching:Burst", "8"));
        using var person = await Somebody(server);
        using var other = await Somebody(server);
        var topic = await person.NewTopic();
        await person.Post(topic, "In memory");
        for (var i = 0; i < 2; i++)
        {
            (await person.Api.Get($"topics/{Guid.CreateVersion7()}")).IsProblem(HttpStatusCode.NotFound, "topic_not_found");
            (await person.Api.Get($"topics/{Guid.CreateVersion7()}/messages")).IsProblem(HttpStatusCode.NotFound, "topic_not_found");
            (await person.Api.Get($"topics/{topic}/messages/1")).Is(HttpStatusCode.OK);
        }
        // The first to read it has it looked up; after that it is free.
        for (var i = 0; i < 20; i++)
        {
            (await person.Api.Get($"topics/{topic}")).Is(HttpStatusCode.OK);
            (await person.Api.Get($"topics/{topic}/messages")).Is(HttpStatusCode.OK);
            (await person.Api.Get("topics")).Is(HttpStatusCode.OK);
        }
        (await person.Api.Get($"topics/{topic}/messages?before=1")).Is(HttpStatusCode.OK);

        foreach (var path in new[] { $"topics/{Guid.CreateVersion7()}", $"topics/{Guid.CreateVersion7()}/messages", $"topics/{topic}/messages/1", $"topics/{topic}/changes", "topics?query=a", $"users/{other.Username}" })
            Assert.Equal("searching", (await person.Api.Get(path)).IsProblem(HttpStatusCode.TooManyRequests, "rate_limited").Json.Text("limit"));
        (await person.Api.Get($"topics/{topic}/messages")).Is(HttpStatusCode.OK);
        (await other.Api.Get($"topics/{topic}/messages/1")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_topic_that_was_removed_is_looked_up_like_any_that_is_not_there()
    {
        var server = await OwnServer(("Limits:Searching:PerSecond", "0.01"), ("Limits:Searching:Burst", "2"));
        using var person = await Somebody(server);
        var topic = await person.NewTopic();
        (await person.Api.Get($"topics/{topic}")).Is(HttpStatusCode.OK);
        (await person.Api.Delete($"topics/{topic}")).Is(HttpStatusCode.NoContent);

        // Known until it is found missing.
        (await person.Api.Get($"topics/{topic}")).IsProblem(HttpStatusCode.NotFound, "topic_not_found");
        (await person.Api.Get($"topics/{topic}")).IsProblem(HttpStatusCode.NotFound, "topic_not_found");
        (await person.Api.Get($"topics/{topic}")).IsProblem(HttpStatusCode.TooManyRequests, "rate_limited");
    }

    [Fact]
    public async Task Too_many_sign_ups_and_log_ins_from_one_address_are_refused()
    {
        var server = await OwnServer(
            ("Limits:SignUp:PerSecond", "0.01"), ("Limits:SignUp:Burst", "2"), ("Limits:LogIn:PerSecond", "0.01"), ("Limits:LogIn:Burst", "2"));
        using var person = await Somebody(server);
        (await person.Api.Post("users", new { username = Person.NewName(), password = Person.Password })).Is(HttpStatusCode.Created);
        (await person.Api.Post("auth/login", new { username = person.Username, password = Person.Password })).Is(HttpStatusCode.OK);

        foreach (var refused in new[]
                 {
                     await person.Api.Post("users", new { username = Person.NewName(), password = Person.Password }),
                     await person.Api.Post("auth/login", new { username = person.Username, password = Person.Password }),
                 })
        {
            refused.IsProblem(HttpStatusCode.TooManyRequests, "rate_limited");
            Assert.NotNull(refused.Header("Retry-After"));
        }
    }

    [Fact]
    public async Task Log_ins_that_fail_use_up_the_limit_of_their_address_ten_times_as_fast()
    {
        var server = await OwnServer(("Limits:LogIn:PerSecond", "0.01"), ("Limits:LogIn:Burst", "13"));
        using var person = await Somebody(server);
        (await person.Api.Post("auth/login", new { username = Person.NewName(), password = Person.Password })).IsProblem(HttpStatusCode.Unauthorized, "invalid_credentials");
        for (var i = 0; i < 2; i++)
            (await person.Api.Post("auth/login", new { username = person.Username, password = Person.Password })).Is(HttpStatusCode.OK);

        (await person.Api.Post("auth/login", new { username = person.Username, password = Person.Password })).IsProblem(HttpStatusCode.TooManyRequests, "rate_limited");
    }

    [Fact]
    public async Task Many_wrong_passwords_close_an_account_for_a_while()
    {
        var server = await OwnServer(("Accounts:AttemptLimit", "3"));
        using var person = await Somebody(server);
        for (var i = 0; i < 3; i++)
            (await person.Api.Post("auth/login", new { username = person.Username, password = $"guess number {i}" })).IsProblem(HttpStatusCode.Unauthorized, "invalid_credentials");

        var refused = (await person.Api.Post("auth/login", new { username = person.Username, password = Person.Password })).IsProblem(HttpStatusCode.TooManyRequests, "rate_limited");

        Assert.NotNull(refused.Header("Retry-After"));
        (await person.Api.Get("users/me")).Is(HttpStatusCode.OK);
    }
}
