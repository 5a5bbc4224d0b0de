using System.Net;
using System.Text;
using System.Text.Json;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Contract;

public sealed class SigningKeysContract(Shared shared) : SystemTest(shared)
{
    [Fact]
    public async Task Keys_are_rotated_without_anybody_being_signed_out()
    {
        var (old, next) = (Nodes.NewSigningKey(), Nodes.NewSigningKey());
        var server = await OwnServer(("Auth:SigningKeys:0", old));
        using var person = await Somebody(server);
        var oldKey = KeyOf(person.Token);

        // The next key is known everywhere before anybody signs with it.
        await Restart(server, old, next);
        Assert.Equal(oldKey, KeyOf(await TokenFrom(person)));
        Assert.Equal(2, (await Keys(server)).Count);

        await Restart(server, next, old);
        (await person.Api.Get("users/me")).Is(HttpStatusCode.OK);
        var newToken = await TokenFrom(person);
        Assert.NotEqual(oldKey, KeyOf(newToken));
        Assert.Equal([KeyOf(newToken), oldKey], await Keys(server));

        await Restart(server, next);
        (await person.Api.Get("users/me")).IsProblem(HttpStatusCode.Unauthorized, "unauthorized");
        // Sessions outlive the key: whoever refreshes goes on.
        var refreshed = (await person.Api.Post("auth/refresh", new { refreshToken = person.RefreshToken })).Is(HttpStatusCode.OK).Json;
        person.Api.Token = refreshed.Text("accessToken");
        (await person.Api.Get("users/me")).Is(HttpStatusCode.OK);
        person.Api.Token = newToken;
        (await person.Api.Get("users/me")).Is(HttpStatusCode.OK);
    }

    private static async Task Restart(BulletinServer server, params string[] keys)
    {
        for (var i = 0; i < 2; i++) server.Set($"Auth:SigningKeys:{i}", keys.ElementAtOrDefault(i));
        Assert.Equal(0, await server.Terminate());
        await server.Start();
    }

    private static async Task<string> TokenFrom(Person person)
    {
        using var again = await person.Again();
        return again.Token;
    }

    private static async Task<List<string>> Keys(BulletinServer server)
    {
        using var nobody = server.Client();
        var keys = (await nobody.Get("/.well-known/jwks.json")).Is(HttpStatusCode.OK).Json.GetProperty("keys");
        return [.. keys.EnumerateArray().Select(key => key.Text("kid")!)];
    }

    /// <summary>The <c>kid</c> in a token's header.</summary>
    private static string KeyOf(string token)
    {
        var header = token.Split('.')[0].Replace('-', '+').Replace('_', '/');
        var json = Encoding.UTF8.GetString(Convert.FromBase64String(header.PadRight((header.Length + 3) / 4 * 4, '=')));
        return JsonSerializer.Deserialize<JsonElement>(json).Text("kid")!;
    }
}
