using System.Net;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Contract;

/// <summary>Who somebody is, and that nobody else can pass for them.</summary>
public sealed class IdentityContract(Shared shared) : SystemTest(shared)
{
    [Fact]
    public async Task A_display_name_that_reads_as_another_s_user_name_is_refused()
    {
        var (ada, mallory) = (await Somebody(), await Somebody());
        (await mallory.Api.Patch("users/me", new { displayName = ada.Username.ToUpperInvariant() })).IsProblem(HttpStatusCode.Conflict, "display_name_taken");
        (await mallory.Api.Patch("users/me", new { displayName = mallory.Username })).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_user_name_that_is_mistaken_for_another_is_taken()
    {
        using var api = (await One()).Client();
        var ending = Person.NewName();
        (await api.Post("users", new { username = $"b0b{ending}", password = Person.Password })).Is(HttpStatusCode.Created);
        (await api.Post("users", new { username = $"bob{ending}", password = Person.Password })).IsProblem(HttpStatusCode.Conflict, "username_taken");
    }

    [Theory]
    [InlineData("admin"), InlineData("r00t"), InlineData("deleted-9d31c6e4")]
    public async Task Who_asks_for_a_reserved_user_name_is_told_that_it_is_reserved(string username)
    {
        using var api = (await One()).Client();
        var answer = (await api.Post("users", new { username, password = Person.Password })).IsProblem(HttpStatusCode.Conflict, "username_taken");
        Assert.Equal("This username is reserved.", answer.Json.Text("detail"));
    }

    [Theory]
    [InlineData("\u3164"), InlineData("\u2800"), InlineData("\u0301"), InlineData("\u200e\u061c"), InlineData("x\U000E0041\U000E0042"), InlineData("a\uffff")]
    [InlineData("Moderator"), InlineData("✔️ Admin"), InlineData("[Admin]"), InlineData("Deleted user"), InlineData("Вulletin")]
    public async Task A_display_name_that_nobody_sees_or_that_speaks_for_the_server_is_refused(string name)
    {
        var person = await Somebody();
        (await person.Api.Patch("users/me", new { displayName = name })).IsProblem(HttpStatusCode.BadRequest, "validation_failed");
    }

    [Fact]
    public async Task A_name_with_a_stack_of_accents_is_refused_and_one_with_a_flag_or_a_family_is_taken()
    {
        var person = await Somebody();
        (await person.Api.Post("topics", new { name = "Z" + new string('\u0301', 60) })).IsProblem(HttpStatusCode.BadRequest, "validation_failed");
        foreach (var name in new[] { "🏴\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F fans", "👩‍👩‍👧‍👦 family", "Tiếng Việt", "עִבְרִית" }) await person.NewTopic(name);
    }

    [Theory]
    [InlineData("\u3164"), InlineData("\u200b\u2800"), InlineData(" \u0301\n")]
    public async Task A_message_that_shows_nothing_is_refused(string text)
    {
        var person = await Somebody();
        (await person.TryPost(await person.NewTopic(), text)).IsProblem(HttpStatusCode.BadRequest, "validation_failed");
    }

    [Fact]
    public async Task An_account_that_is_closed_closes_its_connections_at_once_and_posts_no_more()
    {
        // So seldom looked at that only the closing itself can have done it.
        var server = await OwnServer(("Live:SessionCheckSeconds", "300"));
        var (person, reader) = (await Somebody(server), await Somebody(server));
        var topic = await reader.NewTopic();
        var hub = await Hub(person);
        await hub.Post(topic, "before");

        (await person.Api.Delete("users/me")).Is(HttpStatusCode.NoContent);

        await hub.Closed.WaitAsync(Eventually.Patience, Cancelled);
        await Assert.ThrowsAnyAsync<Exception>(() => hub.Post(topic, "after"));
        await Eventually.That(async () =>
            !(await reader.Api.Get($"topics/{topic}/messages")).Body.Contains(person.Username, StringComparison.Ordinal)
            && !(await reader.Api.Get("topics")).Body.Contains(person.Username, StringComparison.Ordinal), "the name is gone");
    }

    [Fact]
    public async Task A_stranger_who_guesses_cannot_keep_the_owner_from_changing_the_password()
    {
        var server = await OwnServer(("Accounts:AttemptLimit", "2"));
        var person = await Somebody(server);
        for (var i = 0; i < 3; i++) await person.Api.Post("auth/login", new { username = person.Username, password = $"guess number {i}" });

        (await person.Api.Post("users/me/password", new { currentPassword = Person.Password, newPassword = "another fine battery staple" })).Is(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A_refused_sign_in_is_logged_with_its_address_and_without_its_name()
    {
        var server = await OwnServer();
        using var stranger = server.Client();
        var typed = Person.NewName("typed");
        (await stranger.Post("auth/login", new { username = typed, password = "a guess of mine" })).Is(HttpStatusCode.Unauthorized);

        await Eventually.That(() => Task.FromResult(server.Log.Tail().Contains("A sign-in from 127.0.0.1 was refused", StringComparison.Ordinal)), "the refusal is logged");
        Assert.DoesNotContain(typed, server.Log.Tail(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_edit_that_began_with_an_older_revision_overwrites_nothing()
    {
        var person = await Somebody();
        var topic = await person.NewTopic();
        var posted = await person.Post(topic, "alpha");
        var edited = await person.Edit(topic, 1, "beta");
        var path = $"topics/{topic}/messages/1";

        (await person.Api.Patch(path, new { text = "gamma", revision = posted.Revision })).IsProblem(HttpStatusCode.Conflict, "message_changed");
        (await person.Api.Patch(path, new { text = "beta", revision = posted.Revision })).Is(HttpStatusCode.OK);
        (await person.Api.Patch(path, new { text = "gamma", revision = edited.Revision })).Is(HttpStatusCode.OK);
        (await person.Api.Patch(path, new { text = "delta" })).Is(HttpStatusCode.OK);
    }
}
