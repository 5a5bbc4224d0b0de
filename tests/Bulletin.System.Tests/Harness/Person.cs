using System.Buffers.Text;
using System.Net;
using System.Text.Json;

namespace Bulletin.SystemTests.Harness;

/// <summary>Somebody who has signed up and signed in, and what they do most.</summary>
internal sealed class Person : IDisposable
{
    public const string Password = "correct horse battery staple";
    private static int s_count;

    private Person(ApiClient api, string username, JsonElement session)
    {
        (Api, Username, RefreshToken, Id) = (api, username, session.Text("refreshToken")!, session.GetProperty("user").Id());
        api.Token = session.Text("accessToken");
    }

    public ApiClient Api { get; }
    public string Username { get; }
    public Guid Id { get; }
    public string RefreshToken { get; }
    public string Token => Api.Token!;

    /// <summary>As the access token names it.</summary>
    public Guid SessionId => JsonSerializer.Deserialize<JsonElement>(Base64Url.DecodeFromChars(Token.Split('.')[1])).Id("sid");

    /// <summary>A name nobody else has.</summary>
    public static string NewName(string like = "p") => $"{like}-{Interlocked.Increment(ref s_count)}-{Guid.CreateVersion7().ToString("N")[^8..]}";

    public static async Task<Person> SignedUp(Uri server, string? username = null)
    {
        var api = new ApiClient(server);
        username ??= NewName();
        (await api.Post("users", new { username, password = Password })).Is(HttpStatusCode.Created);
        return await LoggedIn(api, username);
    }

    /// <summary>Somebody who has signed up before, with the same password as everybody.</summary>
    public static Task<Person> LoggedIn(Uri server, string username) => LoggedIn(new ApiClient(server), username);

    /// <summary>The same person through another gateway, or in another session.</summary>
    public Task<Person> Again(Uri? server = null) => LoggedIn(new ApiClient(server ?? Api.Server), Username);

    private static async Task<Person> LoggedIn(ApiClient api, string username) =>
        new(api, username, (await api.Post("auth/login", new { username, password = Password })).Is(HttpStatusCode.OK).Json);

    public async Task<Guid> NewTopic(string name = "A topic") => (await Api.Post("topics", new { name })).Is(HttpStatusCode.Created).Json.Id();

    /// <summary>A private topic that this person owns.</summary>
    public async Task<Guid> NewPrivateTopic(params Person[] members) =>
        (await Api.Post("topics", new { name = "A private topic", access = "private", members = members.Select(member => member.Username) })).Is(HttpStatusCode.Created).Json.Id();

    public Task<Answer> TryPost(Guid topic, string text, Guid? clientId = null, long? replyTo = null) =>
        Api.Post($"topics/{topic}/messages", new { text, clientId = clientId ?? Guid.CreateVersion7(), replyTo });

    public async Task<ChatMessage> Post(Guid topic, string text, Guid? clientId = null, long? replyTo = null) =>
        ChatMessage.From((await TryPost(topic, text, clientId, replyTo)).Is(HttpStatusCode.Created).Json);

    public async Task<ChatMessage> Edit(Guid topic, long seq, string text) =>
        ChatMessage.From((await Api.Patch($"topics/{topic}/messages/{seq}", new { text })).Is(HttpStatusCode.OK).Json);

    public async Task<JsonElement> Topic(Guid topic) => (await Api.Get($"topics/{topic}")).Is(HttpStatusCode.OK).Json;

    /// <summary>All of a topic, page by page from its beginning.</summary>
    public async Task<IReadOnlyList<ChatMessage>> ReadAll(Guid topic)
    {
        var all = new List<ChatMessage>();
        while (true)
        {
            var page = (await Api.Get($"topics/{topic}/messages?limit=200&after={(all.Count == 0 ? 0 : all[^1].Seq)}")).Is(HttpStatusCode.OK).Json.Messages();
            all.AddRange(page);
            if (page.Count < 200) return all;
        }
    }

    public void Dispose() => Api.Dispose();
}
