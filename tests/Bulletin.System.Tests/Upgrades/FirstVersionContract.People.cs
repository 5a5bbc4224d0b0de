using System.Net;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Upgrades;

public abstract partial class FirstVersionContract
{
    [Fact]
    public async Task The_password_of_before_logs_in_and_no_other_does()
    {
        var zoe = await Reader();

        Assert.Equal("Zoë Ångström", (await zoe.Api.Get("users/me")).Is(HttpStatusCode.OK).Json.Text("displayName"));
        (await zoe.Api.Post("auth/login", new { username = "zoe", password = "another password" }))
            .IsProblem(HttpStatusCode.Unauthorized, "invalid_credentials");
    }

    [Fact]
    public async Task A_session_of_before_goes_on_from_its_refresh_token()
    {
        using var api = (await Server()).Client();

        var session = (await Refresh(api, _before.GetProperty("refreshTokens").Text("zoe")!)).Is(HttpStatusCode.OK).Json;
        session = (await Refresh(api, session.Text("refreshToken")!)).Is(HttpStatusCode.OK).Json;

        api.Token = session.Text("accessToken");
        Assert.Equal("zoe", (await api.Get("users/me")).Is(HttpStatusCode.OK).Json.Text("username"));
    }

    [Fact]
    public async Task A_moderator_is_still_one()
    {
        var emile = Own(await Person.LoggedIn((await Server()).Url, "emile"));
        var zoe = await Reader();

        Assert.True((await emile.Api.Get("users/me")).Json.GetProperty("moderator").GetBoolean());
        Assert.False((await zoe.Api.Get("users/me")).Json.GetProperty("moderator").GetBoolean());
    }

    [Fact]
    public async Task A_closed_account_stays_closed()
    {
        var zoe = await Reader();

        (await zoe.Api.Get("users/dang")).IsProblem(HttpStatusCode.NotFound, "user_not_found");
        (await zoe.Api.Post("auth/login", new { username = "dang", password = Person.Password }))
            .IsProblem(HttpStatusCode.Unauthorized, "invalid_credentials");
        Assert.Equal(["emile", "zoe"], (await zoe.Api.Get("users")).Is(HttpStatusCode.OK).Json.Items().Select(user => user.Text("username")));
        Assert.Empty((await zoe.Api.Get("users?query=hong")).Is(HttpStatusCode.OK).Json.Items());
    }

    private static Task<Answer> Refresh(ApiClient api, string refreshToken) => api.Post("auth/refresh", new { refreshToken });
}
