using System.Net;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Contract;

public sealed class AccountsContract(Shared shared) : SystemTest(shared)
{
    private const string UserFields = "createdAt displayName id username";

    [Fact]
    public async Task A_user_is_a_name_and_never_a_secret()
    {
        using var api = (await One()).Client();
        var username = Person.NewName();

        var user = (await api.Post("users", new { username, password = Person.Password, displayName = "Ada 🧮 Lovelace" })).Is(HttpStatusCode.Created).Json;

        Assert.Equal(UserFields, user.Fields());
        Assert.Equal("Ada 🧮 Lovelace", user.Text("displayName"));
        Assert.Equal(7, user.Id().Version);
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", user.Text("createdAt"));
    }

    [Fact]
    public async Task A_display_name_that_is_not_given_is_the_user_name()
    {
        using var person = await Somebody();

        Assert.Equal(person.Username, (await person.Api.Get("users/me")).Is(HttpStatusCode.OK).Json.Text("displayName"));
    }

    [Fact]
    public async Task A_login_answers_tokens_and_the_user()
    {
        using var person = await Somebody();

        var session = (await person.Api.Post("auth/login", new { username = person.Username.ToUpperInvariant(), password = Person.Password })).Is(HttpStatusCode.OK).Json;

        Assert.Equal("accessToken expiresIn moderator refreshToken role tokenType user", session.Fields());
        Assert.InRange(session.Number("expiresIn"), 1, 900);
        Assert.Equal(UserFields, session.GetProperty("user").Fields());
        Assert.Equal(person.Id, session.GetProperty("user").Id());
    }

    [Fact]
    public async Task An_unknown_name_and_a_wrong_password_get_the_same_answer()
    {
        using var person = await Somebody();

        var wrong = (await person.Api.Post("auth/login", new { username = person.Username, password = "not the password" })).IsProblem(HttpStatusCode.Unauthorized, "invalid_credentials");
        var unknown = (await person.Api.Post("auth/login", new { username = Person.NewName(), password = "not the password" })).IsProblem(HttpStatusCode.Unauthorized, "invalid_credentials");

        Assert.Equal(wrong.Json.Text("detail"), unknown.Json.Text("detail"));
        Assert.Equal(wrong.Json.Fields(), unknown.Json.Fields());
    }

    [Fact]
    public async Task A_refresh_token_is_spent_for_a_new_one()
    {
        using var person = await Somebody();

        var renewed = (await person.Api.Post("auth/refresh", new { refreshToken = person.RefreshToken })).Is(HttpStatusCode.OK).Json;

        Assert.Equal("accessToken expiresIn moderator refreshToken role tokenType user", renewed.Fields());
        Assert.NotEqual(person.RefreshToken, renewed.Text("refreshToken"));
        person.Api.Token = renewed.Text("accessToken");
        (await person.Api.Get("users/me")).Is(HttpStatusCode.OK);
        (await person.Api.Post("auth/refresh", new { refreshToken = renewed.Text("refreshToken") })).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_refresh_whose_answer_got_lost_is_answered_the_same_again()
    {
        using var person = await Somebody();
        var lost = (await person.Api.Post("auth/refresh", new { refreshToken = person.RefreshToken })).Is(HttpStatusCode.OK).Json;

        var again = (await person.Api.Post("auth/refresh", new { refreshToken = person.RefreshToken })).Is(HttpStatusCode.OK).Json;

        Assert.Equal(lost.Text("refreshToken"), again.Text("refreshToken"));
        (await person.Api.Post("auth/refresh", new { refreshToken = again.Text("refreshToken") })).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_refresh_token_used_again_after_its_successor_ends_the_whole_session()
    {
        using var person = await Somebody();
        using var elsewhere = await person.Again();
        var renewed = (await person.Api.Post("auth/refresh", new { refreshToken = person.RefreshToken })).Is(HttpStatusCode.OK).Json;
        renewed = (await person.Api.Post("auth/refresh", new { refreshToken = renewed.Text("refreshToken") })).Is(HttpStatusCode.OK).Json;

        (await person.Api.Post("auth/refresh", new { refreshToken = person.RefreshToken })).IsProblem(HttpStatusCode.Unauthorized, "invalid_credentials");

        (await person.Api.Post("auth/refresh", new { refreshToken = renewed.Text("refreshToken") })).IsProblem(HttpStatusCode.Unauthorized, "invalid_credentials");
        person.Api.Token = renewed.Text("accessToken");
        await IsSignedOut(person.Api);
        (await elsewhere.Api.Get("users/me")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_logout_ends_its_session_and_no_other()
    {
        using var person = await Somebody();
        using var elsewhere = await person.Again();

        (await person.Api.Post("auth/logout", new { refreshToken = person.RefreshToken })).Is(HttpStatusCode.NoContent);

        (await person.Api.Post("auth/refresh", new { refreshToken = person.RefreshToken })).IsProblem(HttpStatusCode.Unauthorized, "invalid_credentials");
        await IsSignedOut(person.Api);
        (await elsewhere.Api.Get("users/me")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_changed_password_ends_every_other_session()
    {
        using var person = await Somebody();
        using var elsewhere = await person.Again();
        const string New = "a quite different sentence";

        (await person.Api.Post("users/me/password", new { currentPassword = Person.Password, newPassword = New })).Is(HttpStatusCode.NoContent);

        (await elsewhere.Api.Post("auth/refresh", new { refreshToken = elsewhere.RefreshToken })).IsProblem(HttpStatusCode.Unauthorized, "invalid_credentials");
        await IsSignedOut(elsewhere.Api);
        (await person.Api.Get("users/me")).Is(HttpStatusCode.OK);
        (await person.Api.Post("auth/login", new { username = person.Username, password = Person.Password })).IsProblem(HttpStatusCode.Unauthorized, "invalid_credentials");
        (await person.Api.Post("auth/login", new { username = person.Username, password = New })).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_password_is_changed_only_by_who_knows_it()
    {
        using var person = await Somebody();

        var refused = await person.Api.Post("users/me/password", new { currentPassword = "not the password", newPassword = "a quite different sentence" });

        Assert.True(refused.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.BadRequest, refused.ToString());
        Assert.NotNull(refused.Code);
        (await person.Api.Post("auth/login", new { username = person.Username, password = Person.Password })).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_person_changes_their_display_name_and_others_see_it()
    {
        using var person = await Somebody();
        using var other = await Somebody();

        Assert.Equal("Countess", (await person.Api.Patch("users/me", new { displayName = "Countess" })).Is(HttpStatusCode.OK).Json.Text("displayName"));

        var seen = (await other.Api.Get($"users/{person.Username}")).Is(HttpStatusCode.OK).Json;
        Assert.Equal(("Countess", UserFields), (seen.Text("displayName"), seen.Fields()));
    }

    [Fact]
    public async Task A_closed_account_is_gone_and_what_it_wrote_stays_under_another_name()
    {
        using var leaver = await Somebody();
        using var reader = await Somebody();
        var topic = await leaver.NewTopic();
        await leaver.Post(topic, "My last words");

        var gone = await leaver.Api.Delete("users/me");

        gone.Is(HttpStatusCode.NoContent);
        await IsSignedOut(leaver.Api);
        (await reader.Api.Post("auth/login", new { username = leaver.Username, password = Person.Password })).IsProblem(HttpStatusCode.Unauthorized, "invalid_credentials");
        (await reader.Api.Get($"users/{leaver.Username}")).IsProblem(HttpStatusCode.NotFound, "user_not_found");
        var message = Assert.Single(await reader.ReadAll(topic));
        Assert.Equal("My last words", message.Text);
    }

    [Fact]
    public async Task People_are_found_by_the_beginning_of_their_names()
    {
        using var asker = await Somebody();
        var beginning = $"f{Guid.CreateVersion7().ToString("N")[^10..]}";
        var names = new[] { "c", "a", "b" }.Select(end => $"{beginning}{end}").ToArray();
        foreach (var name in names) Own(await Person.SignedUp(asker.Api.Server, name));

        var first = (await asker.Api.Get($"users?query={beginning.ToUpperInvariant()}&limit=2")).Is(HttpStatusCode.OK).Json;
        var second = (await asker.Api.Get($"users?query={beginning}&limit=2&cursor={Uri.EscapeDataString(first.Text("next")!)}")).Is(HttpStatusCode.OK).Json;

        Assert.Equal(names.Order(StringComparer.Ordinal), first.Items().Concat(second.Items()).Select(u => u.Text("username")));
        Assert.True(second.IsNull("next"));
        Assert.All(first.Items(), user => Assert.Equal(UserFields, user.Fields()));
    }

    [Fact]
    public async Task An_unknown_user_is_not_found()
    {
        using var person = await Somebody();

        (await person.Api.Get($"users/{Person.NewName()}")).IsProblem(HttpStatusCode.NotFound, "user_not_found");
    }

    /// <summary>An access token may live on for the few seconds that a gateway trusts what it has just checked.</summary>
    private static Task<Answer> IsSignedOut(ApiClient api) =>
        Eventually.Get(() => api.Get("users/me"), answer => answer.Code == "unauthorized", TimeSpan.FromSeconds(10), "the session is over");

    /// <summary>What tells two spellings of one letter to be the same is not on every machine; what one gateway takes another must take too.</summary>
    [Fact]
    public async Task A_password_counts_as_it_was_typed()
    {
        using var api = (await One()).Client();
        var username = Person.NewName();
        const string Composed = "p\u00e4ssword of \u00e9t\u00e9", Decomposed = "pa\u0308ssword of e\u0301te\u0301";
        (await api.Post("users", new { username, password = Composed })).Is(HttpStatusCode.Created);

        (await api.Post("auth/login", new { username, password = Composed })).Is(HttpStatusCode.OK);
        foreach (var other in new[] { Decomposed, $" {Composed}", $"{Composed} ", Composed.ToUpperInvariant() })
            (await api.Post("auth/login", new { username, password = other })).IsProblem(HttpStatusCode.Unauthorized, "invalid_credentials");
    }
}
