using System.Net;
using System.Text.Json;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Contract;

/// <summary>Who may see a private topic, and who decides it.</summary>
public sealed class MembersContract(Shared shared) : SystemTest(shared)
{
    [Fact]
    public async Task A_private_topic_has_the_people_it_was_created_with()
    {
        var people = await People(3);
        var (owner, member) = (people[0], people[1]);

        var created = (await owner.Api.Post("topics", new { name = "Plans", access = "private", members = new[] { member.Username.ToUpperInvariant(), member.Username, owner.Username } }))
            .Is(HttpStatusCode.Created).Json;

        Assert.Equal(("private", 2L, true), (created.Text("access"), created.Number("memberCount"), created.IsNull("members")));
        Assert.Equal([(owner.Username, "owner"), (member.Username, "member")], (await Members(member, created.Id())).OrderByDescending(m => m.Role));
        var first = (await member.Api.Get($"topics/{created.Id()}/members?limit=1")).Is(HttpStatusCode.OK).Json;
        Assert.Equal("role since user", Assert.Single(first.Items()).Fields());
        var second = (await member.Api.Get($"topics/{created.Id()}/members?limit=1&cursor={first.Text("next")}")).Is(HttpStatusCode.OK).Json;
        Assert.NotEqual(first.Items()[0].GetProperty("user").Id(), Assert.Single(second.Items()).GetProperty("user").Id());
        Assert.True(second.IsNull("next"));
    }

    [Fact]
    public async Task A_topic_is_not_created_with_somebody_who_does_not_exist()
    {
        using var person = await Somebody();

        var refused = (await person.Api.Post("topics", new { name = "Plans", access = "private", members = new[] { "nobody-at-all" } })).IsProblem(HttpStatusCode.BadRequest, "validation_failed");

        Assert.Equal("members", refused.Json.GetProperty("errors").Fields());
    }

    [Fact]
    public async Task An_owner_adds_people_and_makes_them_owners()
    {
        var people = await People(2);
        var (owner, other) = (people[0], people[1]);
        var topic = await owner.NewPrivateTopic();

        var added = (await owner.Api.Put($"topics/{topic}/members/{other.Username}", new { })).Is(HttpStatusCode.Created);

        Assert.Equal($"/api/v1/topics/{topic}/members/{other.Username}", added.Header("Location"));
        Assert.Equal(("member", other.Id), (added.Json.Text("role"), added.Json.GetProperty("user").Id()));
        Assert.Equal(added.Json.ToString(), (await owner.Api.Put($"topics/{topic}/members/{other.Username}", new { })).Is(HttpStatusCode.OK).Json.ToString());
        await other.Post(topic, "Thanks for having me");
        Assert.Equal("owner", (await owner.Api.Put($"topics/{topic}/members/{other.Username}", new { role = "owner" })).Is(HttpStatusCode.OK).Json.Text("role"));
        Assert.Equal("owner", (await other.Api.Put($"topics/{topic}/members/{other.Username}", new { })).Is(HttpStatusCode.OK).Json.Text("role"));
        Assert.Equal("member", (await other.Api.Put($"topics/{topic}/members/{owner.Username}", new { role = "member" })).Is(HttpStatusCode.OK).Json.Text("role"));
        (await owner.Api.Patch($"topics/{topic}", new { name = "Mine" })).IsProblem(HttpStatusCode.Forbidden, "not_allowed");
    }

    [Fact]
    public async Task Members_manage_nobody_and_do_not_learn_who_exists()
    {
        var people = await People(3);
        var (owner, member, other) = (people[0], people[1], people[2]);
        var topic = await owner.NewPrivateTopic(member);

        foreach (var username in new[] { owner.Username, other.Username, "nobody-at-all", "x" })
        {
            (await member.Api.Put($"topics/{topic}/members/{username}", new { })).IsProblem(HttpStatusCode.Forbidden, "not_allowed");
            (await member.Api.Delete($"topics/{topic}/members/{username}")).IsProblem(HttpStatusCode.Forbidden, "not_allowed");
        }
        (await owner.Api.Put($"topics/{topic}/members/nobody-at-all", new { })).IsProblem(HttpStatusCode.NotFound, "user_not_found");
        (await owner.Api.Delete($"topics/{topic}/members/nobody-at-all")).IsProblem(HttpStatusCode.NotFound, "user_not_found");
        (await owner.Api.Delete($"topics/{topic}/members/{other.Username}")).Is(HttpStatusCode.NoContent);
        (await owner.Api.Put($"topics/{topic}/members/{other.Username}", new { role = "king" })).IsProblem(HttpStatusCode.BadRequest, "validation_failed");
    }

    [Fact]
    public async Task Whoever_is_removed_or_leaves_is_an_outsider()
    {
        var people = await People(3);
        var (owner, removed, leaver) = (people[0], people[1], people[2]);
        var topic = await owner.NewPrivateTopic(removed, leaver);
        await removed.Post(topic, "Still here");

        (await owner.Api.Delete($"topics/{topic}/members/{removed.Username}")).Is(HttpStatusCode.NoContent);
        (await leaver.Api.Delete($"topics/{topic}/members/{leaver.Username}")).Is(HttpStatusCode.NoContent);

        foreach (var outsider in new[] { removed, leaver })
        {
            (await outsider.Api.Get($"topics/{topic}/messages")).IsProblem(HttpStatusCode.NotFound, "topic_not_found");
            (await outsider.TryPost(topic, "Let me in")).IsProblem(HttpStatusCode.NotFound, "topic_not_found");
            await Eventually.That(async () => (await outsider.Api.Get("topics?limit=100")).Json.Items().All(t => t.Id() != topic), "it has left their list");
        }
        Assert.Equal([(owner.Username, "owner")], await Members(owner, topic));
        Assert.Equal(1, (await owner.Topic(topic)).Number("memberCount"));
    }

    [Fact]
    public async Task The_last_owner_stays()
    {
        var people = await People(2);
        var (owner, member) = (people[0], people[1]);
        var topic = await owner.NewPrivateTopic(member);

        (await owner.Api.Delete($"topics/{topic}/members/{owner.Username}")).IsProblem(HttpStatusCode.Conflict, "last_owner");
        (await owner.Api.Put($"topics/{topic}/members/{owner.Username}", new { role = "member" })).IsProblem(HttpStatusCode.Conflict, "last_owner");

        (await owner.Api.Put($"topics/{topic}/members/{member.Username}", new { role = "owner" })).Is(HttpStatusCode.OK);
        (await owner.Api.Delete($"topics/{topic}/members/{owner.Username}")).Is(HttpStatusCode.NoContent);
        Assert.Equal([(member.Username, "owner")], await Members(member, topic));
    }

    [Fact]
    public async Task A_public_topic_has_no_members()
    {
        var people = await People(2);
        var topic = await people[0].NewTopic();

        Assert.Empty(await Members(people[1], topic));
        (await people[0].Api.Put($"topics/{topic}/members/{people[1].Username}", new { })).IsProblem(HttpStatusCode.Forbidden, "not_allowed");
        (await people[0].Api.Put($"topics/{topic}/members/nobody-at-all", new { })).IsProblem(HttpStatusCode.Forbidden, "not_allowed");
        (await people[1].Api.Delete($"topics/{topic}/members/{people[1].Username}")).IsProblem(HttpStatusCode.Forbidden, "not_allowed");
        (await people[0].Api.Put($"topics/{topic}/hidden")).IsProblem(HttpStatusCode.Forbidden, "not_allowed");
    }

    private static async Task<IReadOnlyList<(string Username, string Role)>> Members(Person person, Guid topic) =>
        [.. (await person.Api.Get($"topics/{topic}/members")).Is(HttpStatusCode.OK).Json.Items().Select(Read)];

    private static (string, string) Read(JsonElement member) => (member.GetProperty("user").Text("username")!, member.Text("role")!);
}
