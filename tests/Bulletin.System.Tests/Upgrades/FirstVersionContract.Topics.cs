using System.Net;
using System.Text.Json;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Upgrades;

public abstract partial class FirstVersionContract
{
    [Fact]
    public async Task Topics_are_listed_as_before_in_the_same_order()
    {
        var now = (await (await Reader()).Api.Get("topics")).Is(HttpStatusCode.OK).Json;

        Assert.Equal(3, now.Items().Count);
        Assert.Equal(_before.GetProperty("topics").Items().Select(Shown), now.Items().Select(Shown));
    }

    [Fact]
    public async Task Topics_go_on_with_the_next_number_and_revision()
    {
        var server = Watch(Own(await first.NewServer(engine)));
        await server.Start();
        var (zoe, cafe) = (Own(await Person.LoggedIn(server.Url, "zoe")), Topic("cafe"));
        var before = MessagesBefore(cafe);

        var posted = await zoe.Post(cafe, "And on it goes", replyTo: 1);
        var edited = await zoe.Edit(cafe, 1, "Bonjour à toutes et à tous");

        var latest = before.Max(m => m.Revision);
        Assert.Equal((before.Count + 1, latest + 1), (posted.Seq, posted.Revision));
        Assert.Equal((1, latest + 2), (edited.Seq, edited.Revision));
        Assert.Equal([edited, .. before.Skip(1), posted], await zoe.ReadAll(cafe));
        Assert.Equal(cafe, (await zoe.Api.Get("topics")).Json.Items()[0].Id());
    }

    [Theory]
    [InlineData("users?query=beranger", "Émile Béranger")]
    [InlineData("users?query=angstrom", "Zoë Ångström")]
    [InlineData("topics?query=istanbul", "İstanbul geceleri")]
    [InlineData("topics?query=strasse%20cafe", "Café Straße")]
    public async Task Names_of_before_are_found_without_their_accents(string search, string found)
    {
        var one = Assert.Single((await (await Reader()).Api.Get(search)).Is(HttpStatusCode.OK).Json.Items());

        Assert.Equal(found, one.Text("displayName") ?? one.Text("name"));
    }

    [Fact]
    public async Task A_removed_topic_stays_gone()
    {
        var (zoe, removed) = (await Reader(), Topic("removed"));

        (await zoe.Api.Get($"topics/{removed}")).IsProblem(HttpStatusCode.NotFound, "topic_not_found");
        (await zoe.Api.Get($"topics/{removed}/messages")).IsProblem(HttpStatusCode.NotFound, "topic_not_found");
        (await zoe.TryPost(removed, "Anybody?")).IsProblem(HttpStatusCode.NotFound, "topic_not_found");
        Assert.Empty((await zoe.Api.Get("topics?query=nichts")).Is(HttpStatusCode.OK).Json.Items());
    }

    private static object Shown(JsonElement topic)
    {
        var last = topic.GetProperty("lastMessage");
        var latest = last.ValueKind == JsonValueKind.Null
            ? default
            : (last.Number("seq"), last.GetProperty("author").Text("username"), last.Text("excerpt"));
        return (topic.Id(), topic.Text("name"), topic.Text("description"), topic.GetProperty("createdBy").Text("displayName"),
            topic.Text("createdAt"), topic.Text("lastActivityAt"), topic.Number("lastSeq"), topic.Number("revision"), latest);
    }
}
