using System.Net;
using System.Text.Json;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Contract;

/// <summary>People see where they are signed in, and end that from afar.</summary>
public sealed class SessionsContract(Shared shared) : SystemTest(shared)
{
    private const string Firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

    private static readonly TimeSpan s_promised = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task A_session_ended_at_one_gateway_is_refused_at_the_other_and_its_connection_there_closes()
    {
        var (first, second) = await Pair();
        var here = await Somebody(first);
        var there = Own(await here.Again(second.Url));
        var hub = await Hub(there);
        (await there.Api.Get("users/me")).Is(HttpStatusCode.OK);

        (await here.Api.Delete($"users/me/sessions/{await IdOf(there)}")).Is(HttpStatusCode.NoContent);

        await Task.WhenAll(
            hub.Closed.WaitAsync(s_promised, Cancelled),
            Eventually.That(async () => (await there.Api.Get("users/me")).Code == "unauthorized", s_promised, "the session is over at the other gateway"));
        (await there.Api.Post("auth/refresh", new { refreshToken = there.RefreshToken })).IsProblem(HttpStatusCode.Unauthorized, "invalid_credentials");
        Assert.Single(await Sessions(here));
    }

    [Fact]
    public async Task The_other_sessions_and_their_connections_go_on()
    {
        var (first, second) = await Pair();
        var here = await Somebody(first);
        var (ended, there) = (Own(await here.Again(second.Url)), Own(await here.Again(second.Url)));
        var (endedHub, hub) = (await Hub(ended), await Hub(there));

        (await here.Api.Delete($"users/me/sessions/{await IdOf(ended)}")).Is(HttpStatusCode.NoContent);

        await endedHub.Closed.WaitAsync(Eventually.Patience, Cancelled);
        foreach (var person in new[] { here, there }) (await person.Api.Get("users/me")).Is(HttpStatusCode.OK);
        Assert.Equal(1, (await hub.Post(await here.NewTopic(), "Still here")).Seq);
    }

    [Fact]
    public async Task Sessions_are_listed_with_client_and_address_the_latest_first()
    {
        var person = await Somebody();
        var login = new { username = person.Username, password = Person.Password };
        (await person.Api.Send(HttpMethod.Post, "auth/login", ApiClient.Json(login), ("User-Agent", Firefox))).Is(HttpStatusCode.OK);

        var sessions = await Sessions(person);

        Assert.All(sessions, session => Assert.Equal("address client createdAt current id lastSeenAt", session.Fields()));
        Assert.Equal([false, true], sessions.Select(session => session.GetProperty("current").GetBoolean()));
        Assert.Equal(("Firefox on Linux", "127.0.0.1"), (sessions[0].Text("client"), sessions[0].Text("address")));
        Assert.True(sessions[1].IsNull("client"));
    }

    [Fact]
    public async Task A_refresh_is_a_use_of_the_session()
    {
        var person = await Somebody();
        Own(await person.Again());
        var refresh = new { refreshToken = person.RefreshToken };

        (await person.Api.Send(HttpMethod.Post, "auth/refresh", ApiClient.Json(refresh), ("User-Agent", "curl/8.5.0"))).Is(HttpStatusCode.OK);

        var latest = (await Sessions(person))[0];
        Assert.True(latest.GetProperty("current").GetBoolean());
        Assert.Equal("curl/8.5.0", latest.Text("client"));
        Assert.True(latest.GetProperty("lastSeenAt").GetDateTimeOffset() > latest.GetProperty("createdAt").GetDateTimeOffset());
    }

    [Fact]
    public async Task Who_ends_their_current_session_is_signed_out()
    {
        var person = await Somebody();
        var hub = await Hub(person);

        (await person.Api.Delete($"users/me/sessions/{await IdOf(person)}")).Is(HttpStatusCode.NoContent);

        await hub.Closed.WaitAsync(Eventually.Patience, Cancelled);
        (await person.Api.Get("users/me")).IsProblem(HttpStatusCode.Unauthorized, "unauthorized");
        (await person.Api.Post("auth/refresh", new { refreshToken = person.RefreshToken })).IsProblem(HttpStatusCode.Unauthorized, "invalid_credentials");
    }

    [Fact]
    public async Task A_session_of_somebody_else_is_not_found()
    {
        var (ada, eve) = (await Somebody(), await Somebody());

        (await eve.Api.Delete($"users/me/sessions/{await IdOf(ada)}")).IsProblem(HttpStatusCode.NotFound, "session_not_found");
        (await eve.Api.Delete($"users/me/sessions/{Guid.CreateVersion7()}")).IsProblem(HttpStatusCode.NotFound, "session_not_found");

        (await ada.Api.Get("users/me")).Is(HttpStatusCode.OK);
    }

    private static async Task<IReadOnlyList<JsonElement>> Sessions(Person person) => (await person.Api.Get("users/me/sessions")).Is(HttpStatusCode.OK).Json.Items();

    private static async Task<Guid> IdOf(Person person) => (await Sessions(person)).Single(session => session.GetProperty("current").GetBoolean()).Id();
}
