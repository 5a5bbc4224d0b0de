using System.Net;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Contract;

/// <summary>Direct conversations: one for the same people, for ever.</summary>
public sealed class DirectContract(Shared shared) : SystemTest(shared)
{
    [Fact]
    public async Task The_same_people_have_one_conversation_whoever_opens_it()
    {
        var people = await People(3);
        var (ada, ben, cleo) = (people[0], people[1], people[2]);

        var opened = (await Open(ada, ben)).Is(HttpStatusCode.Created);

        var topic = opened.Json;
        Assert.Equal($"/api/v1/topics/{topic.Id()}", opened.Header("Location"));
        Assert.Equal(("direct", true, 2L), (topic.Text("access"), topic.IsNull("name"), topic.Number("memberCount")));
        Assert.Equal(new[] { ada.Id, ben.Id }.Order(), topic.Items("members").Select(user => user.Id()).Order());
        Assert.Equal(topic.Id(), (await Open(ada, ben, ada, ben)).Is(HttpStatusCode.OK).Json.Id());
        Assert.Equal(topic.Id(), (await Open(ben, ada)).Is(HttpStatusCode.OK).Json.Id());
        var three = (await Open(cleo, ada, ben)).Is(HttpStatusCode.Created).Json.Id();
        Assert.NotEqual(topic.Id(), three);
        Assert.Equal(three, (await Open(ben, cleo, ada)).Is(HttpStatusCode.OK).Json.Id());
    }

    [Fact]
    public async Task Who_opens_one_at_the_same_time_gets_the_same_one()
    {
        var people = await People(2);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Open(people[i % 2], people[(i + 1) % 2])));

        Assert.Single(answers.Select(answer => answer.Json.Id()).Distinct());
        Assert.All(answers, answer => Assert.True(answer.Status is HttpStatusCode.Created or HttpStatusCode.OK, $"{answer}"));
    }

    [Fact]
    public async Task Both_write_in_it_and_have_it_in_their_lists()
    {
        var people = await People(2);
        var topic = (await Open(people[0], people[1])).Is(HttpStatusCode.Created).Json.Id();

        await people[0].Post(topic, "Hello");
        await people[1].Post(topic, "Hello yourself");

        foreach (var person in people)
        {
            await IsListed(person, topic);
            Assert.Equal(["Hello", "Hello yourself"], (await person.ReadAll(topic)).Select(m => m.Text));
        }
    }

    [Fact]
    public async Task A_hidden_conversation_returns_with_its_next_message_or_when_it_is_opened()
    {
        var people = await People(2);
        var (ada, ben) = (people[0], people[1]);
        var topic = (await Open(ada, ben)).Is(HttpStatusCode.Created).Json.Id();
        await ben.Post(topic, "Hello");
        await IsListed(ada, topic);

        (await ada.Api.Put($"topics/{topic}/hidden")).Is(HttpStatusCode.NoContent);
        await IsListed(ada, topic, isListed: false);
        await IsListed(ben, topic);

        await ben.Post(topic, "Are you there?");
        await IsListed(ada, topic);

        (await ada.Api.Put($"topics/{topic}/hidden")).Is(HttpStatusCode.NoContent);
        await IsListed(ada, topic, isListed: false);
        (await Open(ada, ben)).Is(HttpStatusCode.OK);
        await IsListed(ada, topic);
    }

    [Fact]
    public async Task Nobody_joins_leaves_renames_or_removes_one()
    {
        var people = await People(3);
        var (ada, ben, cleo) = (people[0], people[1], people[2]);
        var topic = (await Open(ada, ben)).Is(HttpStatusCode.Created).Json.Id();

        (await ada.Api.Put($"topics/{topic}/members/{cleo.Username}", new { })).IsProblem(HttpStatusCode.Forbidden, "not_allowed");
        (await ada.Api.Delete($"topics/{topic}/members/{ben.Username}")).IsProblem(HttpStatusCode.Forbidden, "not_allowed");
        (await ada.Api.Delete($"topics/{topic}/members/{ada.Username}")).IsProblem(HttpStatusCode.Forbidden, "not_allowed");
        (await ada.Api.Post($"topics/{topic}/invitations", new { })).IsProblem(HttpStatusCode.Forbidden, "not_allowed");
        (await ada.Api.Patch($"topics/{topic}", new { name = "Us" })).IsProblem(HttpStatusCode.Forbidden, "not_allowed");
        (await ada.Api.Delete($"topics/{topic}")).IsProblem(HttpStatusCode.Forbidden, "not_allowed");
    }

    [Fact]
    public async Task A_conversation_needs_one_to_nine_others_who_exist()
    {
        using var person = await Somebody();

        foreach (var usernames in new string[][] { [], [person.Username], ["nobody-at-all"], ["x"], [.. Enumerable.Range(0, 10).Select(i => $"somebody-{i}")] })
        {
            var refused = (await person.Api.Post("direct", new { usernames })).IsProblem(HttpStatusCode.BadRequest, "validation_failed");
            Assert.Equal("usernames", refused.Json.GetProperty("errors").Fields());
        }
        (await person.Api.Post("direct", new { })).IsProblem(HttpStatusCode.BadRequest, "validation_failed");
    }

    private static Task<Answer> Open(Person person, params Person[] others) => person.Api.Post("direct", new { usernames = others.Select(other => other.Username) });

    private static Task IsListed(Person person, Guid topic, bool isListed = true) => Eventually.That(
        async () => (await person.Api.Get("topics?limit=100")).Json.Items().Any(t => t.Id() == topic) == isListed, $"the conversation {(isListed ? "is" : "is not")} in the list");
}
