using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Bulletin.Replay;

/// <summary>Somebody who has signed up and signed in for the replay, speaking REST.</summary>
internal sealed class Person : IDisposable
{
    private const string Password = "a conversation worth keeping";
    private readonly HttpClient _http;

    private Person(HttpClient http, string token) => (_http, Token) = (http, token);

    public string Token { get; }

    public static async Task<Person> SignUp(Uri server, string like)
    {
        var http = new HttpClient { BaseAddress = new Uri(server, "/api/v1/") };
        var username = $"{like}-{Guid.CreateVersion7().ToString("N")[^10..]}";
        using var created = await http.PostAsJsonAsync("users", new { username, password = Password });
        created.EnsureSuccessStatusCode();
        using var session = await http.PostAsJsonAsync("auth/login", new { username, password = Password });
        session.EnsureSuccessStatusCode();
        var token = (await session.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("accessToken").GetString()!;
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return new Person(http, token);
    }

    public async Task<Guid> CreateTopic(string name)
    {
        using var created = await _http.PostAsJsonAsync("topics", new { name });
        created.EnsureSuccessStatusCode();
        return (await created.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();
    }

    /// <summary>Posts, and waits when it is told to wait.</summary>
    public async Task<Message> Post(Guid topic, Line line)
    {
        while (true)
        {
            using var answer = await _http.PostAsJsonAsync($"topics/{topic}/messages", new { text = line.Text, clientId = line.ClientId });
            if (answer.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable)
            {
                await Task.Delay(answer.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1));
                continue;
            }

            return answer.IsSuccessStatusCode
                ? (await answer.Content.ReadFromJsonAsync<Message>())!
                : throw new HttpRequestException($"A post was answered with {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        }
    }

    /// <summary>The whole topic, page by page from its beginning.</summary>
    public async Task<IReadOnlyList<Message>> ReadAll(Guid topic)
    {
        var all = new List<Message>();
        for (var page = $"topics/{topic}/messages?limit=200&after=0"; page is not null;)
        {
            var read = (await _http.GetFromJsonAsync<MessagePage>(page))!;
            all.AddRange(read.Items);
            page = read.Next is { } next ? $"topics/{topic}/messages?limit=200&cursor={Uri.EscapeDataString(next)}" : null;
        }

        return all;
    }

    public void Dispose() => _http.Dispose();
}
