using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bulletin.Api.Auth;
using Bulletin.Grains.Accounts;
using Microsoft.Extensions.Options;

namespace Bulletin.Api.Tests.Auth;

public sealed class AuthenticationTests(OneSilo silo)
{
    private const string Password = "a sentence nobody guesses";

    [Fact]
    public async Task A_known_token_is_as_good_as_a_new_one_until_its_session_ends()
    {
        await using var host = await AuthHost.Start(silo.Grains);
        var session = await LogIn();
        var token = host.TokenFor(session.Actor.User, session.Id);
        for (var i = 0; i < 2; i++) Assert.Equal($"{session.Actor.User.Id}", await Text(await host.Get("/me", token)));

        Assert.NotNull((await silo.Grains.GetGrain<IAccountGrain>(Usernames.Key(session.Actor.User.Username)).LogOut(session.RefreshToken, TestContext.Current.CancellationToken)).Value);
        host.Clock.Advance(SessionCache.Freshness);

        await IsRefused(await host.Get("/me", token), HttpStatusCode.Unauthorized, "unauthorized", "Bearer error=\"invalid_token\"");
    }

    [Fact]
    public async Task A_known_token_is_refused_once_it_has_expired()
    {
        await using var host = await AuthHost.Start(silo.Grains);
        var session = await LogIn();
        var token = host.TokenFor(session.Actor.User, session.Id);
        Assert.Equal(HttpStatusCode.OK, (await host.Get("/me", token)).StatusCode);

        host.Clock.Advance(TimeSpan.FromMinutes(11));

        await IsRefused(await host.Get("/me", token), HttpStatusCode.Unauthorized, "unauthorized", "Bearer error=\"invalid_token\"");
    }

    [Fact]
    public async Task Only_a_request_with_a_token_is_told_that_it_is_invalid()
    {
        await using var host = await AuthHost.Start(silo.Grains);
        using SigningKeys strangers = new(Options.Create(new AuthOptions { SigningKeys = { NewKey() } }));
        var session = await LogIn();
        var forged = new AccessTokens(strangers, Options.Create(new AuthOptions()), host.Clock).Issue(session.Actor.User, session.Id);

        await IsRefused(await host.Get("/me"), HttpStatusCode.Unauthorized, "unauthorized", "Bearer");
        foreach (var wrong in new[] { forged, "made.up.token", "x" })
            await IsRefused(await host.Get("/me", wrong), HttpStatusCode.Unauthorized, "unauthorized", "Bearer error=\"invalid_token\"");
        Assert.Equal("a stranger", await Text(await host.Get("/open", forged)));
    }

    /// <summary>Anywhere else it would end up in logs.</summary>
    [Fact]
    public async Task A_token_in_the_address_counts_for_the_hub_alone()
    {
        await using var host = await AuthHost.Start(silo.Grains);
        var session = await LogIn();
        var token = host.TokenFor(session.Actor.User, session.Id);

        Assert.Equal(HttpStatusCode.OK, (await host.Get($"/hubs/end?access_token={token}")).StatusCode);
        await IsRefused(await host.Get($"/me?access_token={token}"), HttpStatusCode.Unauthorized, "unauthorized", "Bearer");
    }

    [Fact]
    public async Task A_connection_learns_when_its_token_expires_whether_or_not_the_token_is_known()
    {
        await using var host = await AuthHost.Start(silo.Grains);
        var session = await LogIn();
        var token = host.TokenFor(session.Actor.User, session.Id);

        for (var i = 0; i < 2; i++)
        {
            var end = DateTimeOffset.Parse(await Text(await host.Get($"/hubs/end?access_token={token}")), CultureInfo.InvariantCulture);
            Assert.Equal(host.Clock.GetUtcNow().AddMinutes(10), end, TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public async Task An_endpoint_that_requires_more_than_being_signed_in_refuses_a_known_token_too()
    {
        await using var host = await AuthHost.Start(silo.Grains);
        var session = await LogIn();
        var token = host.TokenFor(session.Actor.User, session.Id);
        Assert.Equal(HttpStatusCode.OK, (await host.Get("/me", token)).StatusCode);

        await IsRefused(await host.Get("/owners", token), HttpStatusCode.Forbidden, "not_allowed", challenge: "");
        await IsRefused(await host.Get("/owners"), HttpStatusCode.Unauthorized, "unauthorized", "Bearer");
    }

    /// <summary>A client that is told 401 signs its user out.</summary>
    [Fact]
    public async Task A_session_that_cannot_be_checked_is_an_outage_and_no_invalid_token()
    {
        await using var host = await AuthHost.Start(NoSilo.Make());
        User user = new(Guid.CreateVersion7(), "somebody", "Somebody", DateTimeOffset.UnixEpoch);
        var token = host.TokenFor(user, Guid.CreateVersion7());

        for (var i = 0; i < 2; i++)
            await IsRefused(await host.Get("/me", token), HttpStatusCode.ServiceUnavailable, "unavailable", challenge: "");
    }

    private async Task<Session> LogIn()
    {
        var name = $"p-{Guid.CreateVersion7():n}"[..32];
        var account = silo.Grains.GetGrain<IAccountGrain>(Usernames.Key(name));
        Assert.NotNull((await account.SignUp(new(name, Password, null), TestContext.Current.CancellationToken)).Value);
        return (await account.LogIn(Password, TestContext.Current.CancellationToken)).Value!;
    }

    private static string NewKey()
    {
        using var key = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKeyPem();
    }

    private static Task<string> Text(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private static async Task IsRefused(HttpResponseMessage answer, HttpStatusCode status, string code, string challenge)
    {
        Assert.Equal((status, challenge), (answer.StatusCode, $"{answer.Headers.WwwAuthenticate}"));
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.Equal(code, problem.GetProperty("code").GetString());
    }
}
