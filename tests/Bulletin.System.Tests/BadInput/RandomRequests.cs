using System.Text;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.BadInput;

/// <summary>Thousands of requests that nobody would write, the same in each run.</summary>
public sealed class RandomRequests(Shared shared) : SystemTest(shared)
{
    private const int Count = 3_000;
    private const int Seed = 20_260_101;

    private static readonly string[] s_values =
    [
        "null", "true", "0", "-1", "1.5", "1e400", "9223372036854775808", "\"\"", "\" \"", "\"x\"", "\"\\u0000\"", "\"\\ud800\"", "\"\\ud83e\\uddee\"", "[]", "{}",
        "[[[[1]]]]", "\"019a0000-0000-7000-8000-000000000000\"", "\"../..\"", "\"' OR 1=1 --\"", "\"<script>\"", "\"\\u202e\"",
    ];

    private static readonly string[] s_names = ["text", "clientId", "replyTo", "name", "description", "username", "password", "displayName", "refreshToken", "currentPassword", "newPassword", "__proto__", "$type", ""];
    private static readonly string[] s_queries = ["limit", "cursor", "before", "after", "around", "query", "timeZone", "access_token", "x"];
    private static readonly string[] s_texts = ["0", "1", "-1", "x", "", "%00", "%ff", "%f0%9f%a7%ae", "9223372036854775807", "99999999999999999999", "1e3", "AAAA", "'", "%25", "null", "true", "%2e%2e%2f"];
    private static readonly string[] s_types = ["application/json", "application/json", "application/json", "application/json; charset=utf-8", "text/json", "text/plain", "application/problem+json", "x", "application/json; charset=utf-7"];
    private static readonly HttpMethod[] s_methods = [HttpMethod.Get, HttpMethod.Post, HttpMethod.Post, HttpMethod.Patch, HttpMethod.Put, HttpMethod.Delete, HttpMethod.Head, HttpMethod.Options];

    [Fact]
    public async Task None_of_thousands_of_odd_requests_is_a_mistake_of_the_server()
    {
        var server = await OwnServer();
        // One who owns everything that is named here, another whose things must not be touched.
        using var odd = await Somebody(server);
        using var bystander = await Somebody(server);
        var (topic, theirs) = (await odd.NewTopic(), await bystander.NewTopic("Untouched"));
        await bystander.Post(theirs, "Untouched");
        var random = new Random(Seed);
        var statuses = new SortedDictionary<int, int>();

        for (var i = 0; i < Count; i++)
        {
            var (method, path, body, type) = Request(random, topic, theirs, odd, bystander);
            var answer = await odd.Api.SendRaw(method, path, body, type);
            var status = (int)answer.Status;
            statuses[status] = statuses.GetValueOrDefault(status) + 1;
            Assert.True(status < 500, $"Request {i} of seed {Seed}, {method} {path} {Encoding.UTF8.GetString(body)}: {answer}");
            // A NUL in a path is no request to the web server itself: it hangs up with a bare 400.
            var isRequest = !path.Split('?')[0].Contains("%00", StringComparison.Ordinal);
            if (status >= 400 && method != HttpMethod.Head && isRequest) Assert.True(answer.Code is not null and not "internal_error", $"Request {i}, {method} {path}: {answer}");
        }

        Print(string.Join(", ", statuses.Select(s => $"{s.Value} times {s.Key}")));
        Assert.True(statuses.Where(s => s.Key is >= 400).Sum(s => s.Value) > Count / 2, "Most of it is not to be taken.");
        // Besides what makes sense by chance, nothing has happened: not to others, not to the order.
        var untouched = await bystander.ReadAll(theirs);
        Assert.Equal("Untouched", untouched[0].Text);
        Assert.All(untouched.Skip(1), m => Assert.Equal(odd.Username, m.Author));
        Assert.Equal("Untouched", (await bystander.Topic(theirs)).Text("name"));
        Assert.Equal(bystander.Username, (await bystander.Api.Get("users/me")).Json.Text("displayName"));
        foreach (var log in new[] { untouched, await odd.ReadAll(topic) })
        {
            Assert.Equal(Enumerable.Range(1, log.Count).Select(n => (long)n), log.Select(m => m.Seq));
            Assert.All(log.Where(m => m.DeletedAt is null), m => Assert.False(string.IsNullOrWhiteSpace(m.Text)));
        }

        Assert.DoesNotContain("Unexpected error", server.Log.Tail(int.MaxValue), StringComparison.Ordinal);
    }

    private static (HttpMethod Method, string Path, byte[] Body, string Type) Request(Random random, Guid topic, Guid theirs, Person odd, Person bystander)
    {
        string Of(string[] texts) => texts[random.Next(texts.Length)];
        var id = Of([$"{topic}", $"{topic}", $"{theirs}", $"{Guid.CreateVersion7()}", Of(s_texts)]);
        var path = Of(
        [
            "users", $"users/{Of([odd.Username, bystander.Username, Of(s_texts)])}", "auth/refresh", "topics", $"topics/{id}", $"topics/{id}/messages", $"topics/{id}/messages",
            $"topics/{id}/messages/{Of(["1", "2", Of(s_texts)])}", $"topics/{id}/changes", "users/me/password", "search", Of(s_texts),
        ]);
        var method = s_methods[random.Next(s_methods.Length)];
        // It would end what the other requests need.
        if (method == HttpMethod.Delete && (path == $"topics/{topic}" || path.StartsWith("users", StringComparison.Ordinal))) method = HttpMethod.Get;
        var query = string.Join('&', Enumerable.Range(0, random.Next(3)).Select(_ => $"{Of(s_queries)}={Of(s_texts)}"));
        return (method, query.Length > 0 ? $"{path}?{query}" : path, Mutated(random, Body(random)), Of(s_types));
    }

    private static string Body(Random random) =>
        $"{{{string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => $"\"{s_names[random.Next(s_names.Length)]}\":{s_values[random.Next(s_values.Length)]}"))}}}";

    /// <summary>One body in three loses, gains or changes some bytes.</summary>
    private static byte[] Mutated(Random random, string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body).ToList();
        if (random.Next(3) > 0) return [.. bytes];
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            var at = random.Next(bytes.Count + 1);
            if (at < bytes.Count && random.Next(2) == 0) bytes.RemoveAt(at);
            else bytes.Insert(at, (byte)random.Next(256));
        }

        return [.. bytes];
    }
}
