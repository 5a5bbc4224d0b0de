using System.Net;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Administration;

/// <summary>What an admin sets through one gateway holds on all of them within seconds, without a restart.</summary>
[Collection(nameof(AdministeredSites))]
public sealed class SiteSettings(Shared shared, AdministeredSites sites) : AdministrationTest(shared, sites)
{
    private static readonly TimeSpan Seconds = TimeSpan.FromSeconds(5);

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task The_name_of_the_site_is_told_by_every_gateway(Engine engine)
    {
        var site = await OwnSite(engine);
        using var stranger = site.Server(1).Client();
        Assert.Equal(("Bulletin", "open"), NameAndRegistration((await stranger.Get("site")).Is(HttpStatusCode.OK)));

        (await site.Chief.Api.Patch("admin/settings", new { name = "Tea house" })).Is(HttpStatusCode.OK);

        await OnEveryGateway(site, async api => NameAndRegistration(await api.Get("site")) == ("Tea house", "open"), "the site has its new name");
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task Who_may_sign_up_is_what_an_admin_has_set(Engine engine)
    {
        var site = await OwnSite(engine);
        var owner = await site.Newcomer();
        var topic = await owner.NewPrivateTopic();
        var invitation = (await owner.Api.Post($"topics/{topic}/invitations", new { maxUses = site.Servers.Count })).Is(HttpStatusCode.Created).Json.Text("token")!;
        Task<Answer> SignUp(ApiClient api, string? token = null) => api.Post("users", new { username = Person.NewName(), password = Person.Password, invitation = token });

        await Set(site, new { registration = "invite" });
        await OnEveryGateway(site, api => IsRefused(api), "nobody signs up uninvited");
        for (var gateway = 0; gateway < site.Servers.Count; gateway++)
        {
            using var api = site.Server(gateway).Client();
            await Eventually.That(() => IsRefused(api, "0123456789012345678901234567890123456789012"), Seconds, "nobody signs up with an invitation that there is not");
            (await SignUp(api, invitation)).Is(HttpStatusCode.Created);
        }
        // Each sign-up has spent a use, and made a member.
        await Eventually.That(() => IsRefused(site.Chief.Api, invitation), Seconds, "nobody signs up with an invitation that is used up");
        Assert.Equal(site.Servers.Count + 1, (await owner.Api.Get($"topics/{topic}/members")).Json.GetProperty("items").GetArrayLength());

        await Set(site, new { registration = "closed" });
        await OnEveryGateway(site, api => IsRefused(api, invitation), "nobody signs up");
        (await site.Chief.Api.Post("admin/users", new { username = Person.NewName() })).Is(HttpStatusCode.Created);

        await Set(site, new { registration = "open" });
        await OnEveryGateway(site, async api => (await SignUp(api)).Status == HttpStatusCode.Created, "everybody signs up");

        // The silo that a name belongs to decides, and each learns of a change by itself.
        async Task<bool> IsRefused(ApiClient api, string? token = null) => (await SignUp(api, token)).Code == "registration_closed";
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task Earlier_texts_are_kept_for_as_long_as_the_site_keeps_them(Engine engine)
    {
        var site = await OwnSite(engine);
        var author = await site.Newcomer();
        var topic = await author.NewTopic();
        await author.Post(topic, "First");
        await author.Edit(topic, 1, "Second");
        var readers = await Task.WhenAll(Enumerable.Range(0, site.Servers.Count).Select(gateway => site.Newcomer(gateway)));
        await HistoryIs("First");

        await Set(site, new { keepsHistory = false });
        await HistoryIs();
        await author.Edit(topic, 1, "Third");
        await Set(site, new { keepsHistory = true });
        await Eventually.That(IsKept, Seconds, "the text before an edit is kept");
        await author.Edit(topic, 1, "Fourth");

        // What was overwritten in between was not kept, and what was kept before may be deleted by now.
        foreach (var reader in readers) Assert.Equal(["Third"], (await History(reader, topic)).Except(["First"]));

        async Task<bool> IsKept()
        {
            var other = await author.Post(topic, "One text");
            await author.Edit(topic, other.Seq, "Another text");
            return (await History(author, topic, other.Seq)).Length == 1;
        }

        async Task HistoryIs(params string[] texts)
        {
            foreach (var reader in readers) await Eventually.Get(() => History(reader, topic), read => read.SequenceEqual(texts), Seconds, $"the earlier texts are [{string.Join(", ", texts)}]");
        }
    }

    private static async Task<string[]> History(Person reader, Guid topic, long seq = 1) =>
        [.. (await reader.Api.Get($"topics/{topic}/messages/{seq}/history")).Is(HttpStatusCode.OK).Json.Items().Select(text => text.Text("text")!)];

    private static async Task Set(AdministeredSite site, object settings) => (await site.ChiefAt(1).Api.Patch("admin/settings", settings)).Is(HttpStatusCode.OK);

    private static async Task OnEveryGateway(AdministeredSite site, Func<ApiClient, Task<bool>> holds, string what)
    {
        foreach (var server in site.Servers)
        {
            using var api = server.Client();
            await Eventually.That(() => holds(api), Seconds, what);
        }
    }

    private static (string?, string?) NameAndRegistration(Answer answer) => (answer.Json.Text("name"), answer.Json.Text("registration"));
}
