using System.Net;
using Bulletin.SystemTests.Access;
using Bulletin.SystemTests.Harness;
using static Bulletin.SystemTests.Search.Searching;

namespace Bulletin.SystemTests.Search;

/// <summary>A search finds what the caller may read when they ask, and costs the same whatever else there is.</summary>
[Collection(nameof(Sites))]
public sealed class SearchAccess(Shared shared, Sites sites) : SystemTest(shared)
{
    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task Messages_of_a_private_topic_are_found_by_its_members_alone(Engine engine)
    {
        var (site, made, asked) = await On(engine);
        var word = NewWord();
        var scene = await Scene.Set(site, Kind.Private, made);
        var message = await site["owner"].At(made).Post(scene.Topic, word);
        foreach (var who in new[] { "owner", "member", "former" }) await site[who].At(asked).WillFind(word, message);

        // Seen by the index by now, so whoever does not find it never will.
        foreach (var who in new[] { "outsider", "invited", "moderator", "admin" })
        {
            Assert.True(await site[who].At(asked).Finds(word), $"A private message is found by {who}.");
            Assert.True(await site[who].At(asked).Finds($"{word} in:{scene.Topic}"), $"A private message is found by {who} in its topic.");
        }
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task Whoever_is_removed_finds_nothing_from_then_on_through_any_gateway(Engine engine)
    {
        var (site, made, asked) = await On(engine);
        var word = NewWord();
        var scene = await Scene.Set(site, Kind.Private, made);
        var message = await site["owner"].At(made).Post(scene.Topic, word);
        var former = site["former"].At(asked);
        await former.WillFind(word, message);

        await scene.Remove(site["former"], made);

        Assert.True(await former.Finds(word));
        Assert.True(await former.Finds($"{word} in:\"A private topic\""));
        Assert.True(await site["member"].At(asked).Finds(word, message));
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task Whoever_is_invited_finds_a_topic_s_messages_once_they_are_in_it(Engine engine)
    {
        var (site, made, asked) = await On(engine);
        var word = NewWord();
        var scene = await Scene.Set(site, Kind.Private, made);
        var message = await site["owner"].At(made).Post(scene.Topic, word);
        await site["owner"].At(made).WillFind(word, message);
        var invited = (await site.Newcomer()).At(asked);
        Assert.True(await invited.Finds(word));

        (await invited.Api.Post($"invitations/{scene.Token}")).Is(HttpStatusCode.OK);

        Assert.True(await invited.Finds(word, message));
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task Messages_of_a_removed_topic_are_found_again_once_it_is_restored(Engine engine)
    {
        var (site, made, asked) = await On(engine);
        var word = NewWord();
        var scene = await Scene.Set(site, Kind.Public, made);
        var message = await site["owner"].At(made).Post(scene.Topic, word);
        var outsider = site["outsider"].At(asked);
        await outsider.WillFind(word, message);

        (await site["owner"].At(made).Api.Delete($"topics/{scene.Topic}")).Is(HttpStatusCode.NoContent);
        Assert.True(await outsider.Finds(word));
        (await site["admin"].At(made).Api.Post($"admin/topics/{scene.Topic}/restore", new { })).Is(HttpStatusCode.OK);

        await outsider.WillFind(word, message);
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task A_search_costs_five_and_one_more_for_each_name_whether_or_not_it_is_known(Engine engine)
    {
        var (site, made, asked) = await On(engine);
        var (open, hidden) = (await Scene.Set(site, Kind.Public, made), await Scene.Set(site, Kind.Private, made));
        var person = (await site.Newcomer()).At(asked);

        Assert.Equal(5, await Spent("tea"));
        Assert.Equal(5, await Spent("tea from:me mentions:me is:mine"));
        Assert.Equal(7, await Spent($"tea from:{site["owner"].Username} mentions:{site["other"].Username}"));
        Assert.Equal(6, await Spent($"tea from:{Person.NewName()}"));
        Assert.Equal(6, await Spent($"tea in:{open.Topic}"));
        Assert.Equal(6, await Spent($"tea in:{hidden.Topic}"));
        Assert.Equal(6, await Spent($"tea in:{Guid.CreateVersion7()}"));
        Assert.Equal(6, await Spent("tea in:\"A private topic\""));
        Assert.Equal(6, await Spent("tea in:\"No such topic\""));

        async Task<int> Spent(string query)
        {
            var before = await Purse.Of(person, open.Topic);
            await person.Search(query);
            var now = await Purse.Of(person, open.Topic);
            return before.Left["searching"] - now.Left["searching"] - 1;
        }
    }

    private async Task<(Site Site, int Made, int Asked)> On(Engine engine)
    {
        var site = await sites.On(engine);
        foreach (var server in site.Servers) Watch(server);
        var (made, asked) = site.Turn(0);
        return (site, made, asked);
    }
}
