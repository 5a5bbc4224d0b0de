using System.Net;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Contract;

/// <summary>The JavaScript example of docs/api.md, run by Node.js as it is printed but for the server's address.</summary>
public sealed partial class JavaScriptExample(Shared shared) : SystemTest(shared)
{
    private const string Password = "correct horse battery";
    private static readonly TimeSpan Within = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task The_JavaScript_example_outlives_its_token_its_session_and_the_server()
    {
        var server = await OwnServer(("Auth:SigningKeys:0", NewKey()), ("Accounts:SessionLimit", "2"));
        using var ada = server.Client();
        (await ada.Post("users", new { username = "ada", password = Password })).Is(HttpStatusCode.Created);
        using var example = Run(server);

        // No topic: it makes one, and posts.
        await Shown(example, "1 ada: Hello from JavaScript");
        await LogIn(ada);
        var topic = (await ada.Get("topics")).Is(HttpStatusCode.OK).Json.GetProperty("items")[0].Id();

        // A new key refuses the token before it expires; two newer sessions end the one behind the refresh token.
        server.Kill();
        await server.Process.Exit(Within);
        server.Set("Auth:SigningKeys:0", NewKey());
        await server.Start();
        await LogIn(ada);
        await Post(ada, topic, "After the restart");
        await Shown(example, "2 ada: After the restart");
        for (var i = 0; i < 2; i++) await LogIn(ada);
        await Post(ada, topic, "After its session");
        await Shown(example, "3 ada: After its session");
        Assert.False(example.HasExited, example.Log.Tail());
    }

    private ChildProcess Run(BulletinServer server)
    {
        var code = Example().Match(File.ReadAllText(Path.Combine(Built.Root, "docs", "api.md"))).Groups[1].Value;
        Assert.Contains("http://127.0.0.1:8080", code, StringComparison.Ordinal);
        var folder = Own(new TempFolder());
        var file = Path.Combine(folder.Path, "example.mjs");
        File.WriteAllText(file, code.Replace("http://127.0.0.1:8080", server.Url.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal));
        Directory.CreateSymbolicLink(Path.Combine(folder.Path, "node_modules"), Path.Combine(Built.Root, "Bulletin.Web", "node_modules"));
        return ChildProcess.Start("node", [file], folder.Path);
    }

    private static async Task LogIn(ApiClient client) =>
        client.Token = (await client.Post("auth/login", new { username = "ada", password = Password })).Is(HttpStatusCode.OK).Json.Text("accessToken");

    private static async Task Post(ApiClient client, Guid topic, string text) =>
        (await client.Post($"topics/{topic}/messages", new { text, clientId = Guid.CreateVersion7() })).Is(HttpStatusCode.Created);

    private static Task Shown(ChildProcess example, string line) =>
        Eventually.That(() => example.Log.Tail().Split('\n').Contains(line), Within, $"'{line}' among:\n{example.Log.Tail()}");

    private static string NewKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKeyPem();
    }

    [GeneratedRegex("^```js\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Example();
}
