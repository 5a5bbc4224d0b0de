using System.Net;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Contract;

/// <summary>An outsider gets the same answer for a private topic as for an id that nobody has.</summary>
public sealed class OutsidersContract(Shared shared) : SystemTest(shared)
{
    private static readonly (HttpMethod Method, string Path, object? Body)[] s_calls =
    [
        (HttpMethod.Get, "", null),
        (HttpMethod.Patch, "", new { name = "Mine" }),
        (HttpMethod.Delete, "", null),
        (HttpMethod.Get, "/messages", null),
        (HttpMethod.Get, "/messages?limit=200", null),
        (HttpMethod.Get, "/messages?around=1", null),
        (HttpMethod.Get, "/messages/1", null),
        (HttpMethod.Get, "/messages/99", null),
        (HttpMethod.Post, "/messages", new { text = "Hello?" }),
        (HttpMethod.Post, "/messages", new { text = "Hello?", replyTo = 99 }),
        (HttpMethod.Patch, "/messages/1", new { text = "Mine" }),
        (HttpMethod.Delete, "/messages/1", null),
        (HttpMethod.Get, "/messages/1/history", null),
        (HttpMethod.Get, "/messages/99/history", null),
        (HttpMethod.Post, "/messages/1/report", new { reason = "spam" }),
        (HttpMethod.Post, "/messages/99/report", new { reason = "spam" }),
        (HttpMethod.Get, "/changes?after=0", null),
        (HttpMethod.Get, "/changes?after=1000", null),
        (HttpMethod.Get, "/members", null),
        (HttpMethod.Put, "/members/{owner}", new { role = "member" }),
        (HttpMethod.Put, "/members/{self}", new { role = "owner" }),
        (HttpMethod.Put, "/members/nobody-at-all", new { }),
        (HttpMethod.Delete, "/members/{owner}", null),
        (HttpMethod.Delete, "/members/{self}", null),
        (HttpMethod.Delete, "/members/nobody-at-all", null),
        (HttpMethod.Put, "/hidden", null),
        (HttpMethod.Post, "/invitations", new { }),
        (HttpMethod.Get, "/invitations", null),
        (HttpMethod.Delete, "/invitations/0197a1b2-0000-7000-8000-000000000001", null),
    ];

    [Fact]
    public async Task A_topic_of_others_is_not_there_whatever_is_asked()
    {
        var people = await People(3);
        var (owner, member, outsider) = (people[0], people[1], people[2]);
        var (secret, direct) = (await owner.NewPrivateTopic(member), (await owner.Api.Post("direct", new { usernames = new[] { member.Username } })).Is(HttpStatusCode.Created).Json.Id());
        await owner.Post(secret, "Between us");
        await owner.Post(direct, "Between us");

        // This gateway has them in memory, which must not show either.
        foreach (var topic in new[] { secret, direct })
        {
            await owner.Topic(topic);
            (await member.Api.Get($"topics/{topic}/messages")).Is(HttpStatusCode.OK);
        }

        foreach (var (method, path, body) in s_calls)
        {
            var nowhere = await Ask(outsider, Guid.CreateVersion7());
            foreach (var hidden in new[] { secret, direct })
            {
                var answer = await Ask(outsider, hidden);
                answer.IsProblem(HttpStatusCode.NotFound, "topic_not_found");
                Assert.Equal(Seen(nowhere), Seen(answer));
            }

            Task<Answer> Ask(Person person, Guid topic) => person.Api.Send(
                method, $"topics/{topic}{path.Replace("{owner}", owner.Username, StringComparison.Ordinal).Replace("{self}", person.Username, StringComparison.Ordinal)}", body is null ? null : ApiClient.Json(body));
        }
        Assert.Equal(1, (await owner.Topic(secret)).Number("revision"));
    }

    [Fact]
    public async Task No_list_and_no_search_shows_a_topic_of_others()
    {
        var people = await People(2);
        var word = $"w{Guid.CreateVersion7():N}";
        var topic = (await people[0].Api.Post("topics", new { name = word, access = "private" })).Is(HttpStatusCode.Created).Json.Id();
        await people[0].Post(topic, "Up!");

        await Eventually.That(async () => (await people[0].Api.Get("topics?limit=100")).Json.Items().Any(t => t.Id() == topic), "its owner has it in the list");
        Assert.Contains((await people[0].Api.Get($"topics?query={word}")).Json.Items(), t => t.Id() == topic);
        Assert.DoesNotContain((await people[1].Api.Get("topics?limit=100")).Json.Items(), t => t.Id() == topic);
        Assert.Empty((await people[1].Api.Get($"topics?query={word}")).Json.Items());
    }

    /// <summary>All that tells one answer from another, except what differs between any two: the trace, and how many tokens are left.</summary>
    private static (HttpStatusCode, string?, string?, string?, string?, string?, string?) Seen(Answer answer) => (
        answer.Status, answer.Json.Text("detail"), answer.Json.Fields(), answer.Header("RateLimit-Policy"), answer.Header("RateLimit")?.Split(';')[0],
        answer.Header("Cache-Control"), answer.Header("ETag"));
}
