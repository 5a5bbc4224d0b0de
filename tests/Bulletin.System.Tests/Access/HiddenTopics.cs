using System.Text;
using System.Text.RegularExpressions;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Access;

/// <summary>Whoever may not see a topic can't tell it from one that does not exist: not by the answer, and not by what it costs.</summary>
[Collection(nameof(Sites))]
public sealed partial class HiddenTopics(Shared shared, Sites sites) : SystemTest(shared)
{
    /// <summary>How many people ask at a time.</summary>
    private const int AtOnce = 2;

    /// <summary>Of the matrix, and what is refused whatever the topic.</summary>
    private static readonly Row[] s_rows =
    [
        .. Matrix.Topics.Where(row => row.IsOfHub || row.Call.Contains("{topicId}", StringComparison.Ordinal)),
        .. new (string Call, object? Body)[]
        {
            ("HEAD /topics/{topicId}", null),
            ("OPTIONS /topics/{topicId}/messages", null),
            ("GET /topics/{topicId}/hidden", null),
            ("GET /topics/{topicId}/messages?limit=0", null),
            ("GET /topics/{topicId}/messages?cursor=AAAA", null),
            ("GET /topics/{topicId}/messages/99", null),
            ("GET /topics/{topicId}/changes?after=-1", null),
            ("GET /topics/{topicId}/members?limit=0", null),
            ("GET /topics/{topicId}/members?cursor=AAAA", null),
            ("PATCH /topics/{topicId} (empty name)", new { name = "" }),
            ("POST /topics/{topicId}/messages (empty)", new { text = "" }),
            ("POST /topics/{topicId}/messages (reply to none)", new { text = "Hello", replyTo = 99 }),
            ("GET /topics/{topicId}/messages/99/history", null),
            ("POST /topics/{topicId}/messages/99/report", new { reason = "spam" }),
            ("POST /topics/{topicId}/messages/{theirs}/report (no such reason)", new { reason = "none" }),
            ("POST /topics/{topicId}/messages/{own}/report (too long)", new { reason = "other", comment = new string('x', 1_001) }),
            ("PATCH /topics/{topicId}/messages/{own} (outdated)", new { text = "Changed", revision = 1_000 }),
            ("PUT /topics/{topicId}/members/{other} (no such role)", new { role = "king" }),
            ("PUT /topics/{topicId}/members/{other}", null),
            ("PUT /topics/{topicId}/read (no seq)", new { seq = 0 }),
            ("PUT /topics/{topicId}/level (no such level)", new { level = "loud" }),
            ("PUT /topics/{topicId}/draft (empty)", new { text = "", version = 0 }),
            ("PUT /topics/{topicId}/messages/99/reactions/{emoji}", null),
            ("PUT /topics/{topicId}/messages/{theirs}/reactions/x", null),
            ("PUT /topics/{topicId}/pins/99", null),
            ("POST /topics/{topicId}/messages (to all)", new { text = "Hello @all" }),
            ("POST /topics/{topicId}/invitations (too long)", new { expiresIn = 1 }),
            ("GET /search?query=in:{topicId}", null),
            ("GET /search?query=between+in:{topicId}+in:{otherId}&limit=1", null),
        }.Select(call => new Row(call.Call, "", "", "", call.Body)),
    ];

    public static TheoryData<Engine, string, bool> Cases =>
        new(from engine in Enum.GetValues<Engine>()
            from who in new[] { "outsider", "invited", "former", "moderator", "admin" }
            from warm in new[] { false, true }
            select (engine, who, warm));

    /// <param name="warm">Whether its members use the topic through the gateway that is asked.</param>
    [Theory, MemberData(nameof(Cases))]
    public async Task A_hidden_topic_is_answered_like_one_that_does_not_exist(Engine engine, string who, bool warm)
    {
        var site = await sites.On(engine);
        foreach (var server in site.Servers) Watch(server);

        // Most of the time is spent waiting: a refusal is held.
        var wrong = (await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(lane => Tell(site, who, warm, [.. s_rows.Where((_, i) => i % AtOnce == lane)])))).SelectMany(calls => calls).ToArray();

        Assert.True(wrong.Length == 0, $"{wrong.Length} calls tell that it exists.\n{string.Join("\n\n", wrong)}");
    }

    /// <summary>Asks one after the other, as what each has cost is seen in between.</summary>
    /// <returns>The calls that tell that a topic exists.</returns>
    private static async Task<IReadOnlyList<string>> Tell(Site site, string who, bool warm, IReadOnlyList<Row> rows)
    {
        var (somebody, control) = who is "moderator" or "admin" ? (site.Fresh(who), site.Fresh(who)) : (await site.Newcomer(who), await site.Newcomer(who));
        var (made, asked) = site.Turn(0);
        var former = who == "former" ? somebody : site["former"];
        var open = (await Scene.Set(site, Kind.Public, made)).Topic;
        List<string> wrong = [];
        Dictionary<bool, Scene> scenes = [];
        // Nobody was ever a member of a direct conversation and is none any more, nor is anybody invited.
        foreach (var kind in who is "invited" or "former" ? [Kind.Private] : new[] { Kind.Private, Kind.Direct })
        {
            foreach (var row in rows.Where(row => kind == Kind.Private || !row.IsLocked))
            {
                var scene = await SceneFor(kind, row);
                // Removed at the last moment, through the other gateway: whatever this one remembers of them is fresh.
                var asking = Ask(row, scene, somebody, () => kind == Kind.Private ? scene.Remove(former, made) : Task.CompletedTask);
                var (nowhere, there) = (await Ask(row, scene.Nowhere(), control, () => Task.CompletedTask), await asking);
                if (there != nowhere) wrong.Add($"{row.Call} in a {kind} topic:\n{there}\nA topic that does not exist:\n{nowhere}");
            }
            foreach (var scene in scenes.Values) await Leave(scene);
            scenes.Clear();
        }
        return wrong;

        // What is refused changes nothing, so one scene will do, except for those who are removed from it once.
        async Task<Scene> SceneFor(Kind kind, Row row)
        {
            if (scenes.Remove(row.IsLocked, out var scene))
            {
                if (who != "former") return scenes[row.IsLocked] = scene;
                await Leave(scene);
            }
            return scenes[row.IsLocked] = await Set(kind, row);
        }

        async Task Leave(Scene scene)
        {
            if (warm) await (await site["owner"].Hub(asked)).Leave(scene.Topic);
        }

        async Task<Scene> Set(Kind kind, Row row)
        {
            var scene = await Scene.Set(site, kind, made, row.IsLocked, former);
            if (warm) foreach (var member in kind == Kind.Private ? [site["owner"], former] : new[] { site["owner"] }) await Use(scene.Topic, member);
            if (who == "invited") await somebody.At(asked).Api.Get($"invitations/{scene.Token}");
            return scene;
        }

        async Task Use(Guid topic, Everywhere member)
        {
            var api = member.At(asked).Api;
            foreach (var path in new[] { "", "/messages", "/members" }) (await api.Get($"topics/{topic}{path}")).Is(System.Net.HttpStatusCode.OK);
            await (await member.Hub(asked)).Join(topic);
        }

        async Task<string> Ask(Row row, Scene scene, Everywhere person, Func<Task> first)
        {
            var before = await Purse.Of(person.At(asked), open);
            await first();
            var answer = row.IsOfHub
                ? (await Asking.AskHub(row, scene, await person.Hub(asked))).Full
                : Comparable(await Raw(row, scene, person), before);
            return $"{answer}\nSpent: {Purse.Spent(before, await Purse.Of(person.At(asked), open))}";
        }

        async Task<string> Raw(Row row, Scene scene, Everywhere person)
        {
            var body = Asking.BodyOf(row);
            string[] type = body.Length == 0 ? [] : ["Content-Type: application/json"];
            return (await RawHttp.Send(site.Gateways[asked],
                [$"{row.Method} {scene.Fill(row.Path, person)} HTTP/1.1", $"Authorization: Bearer {person.At(asked).Token}", .. type, $"Content-Length: {Encoding.UTF8.GetByteCount(body)}"], body)).Answer;
        }
    }

    /// <summary>All of an answer but what differs between any two.</summary>
    private static string Comparable(string answer, Purse before) =>
        TraceId().Replace(RateLimit().Replace(Date().Replace(answer, ""), limit => $"RateLimit: spent {before.SpentBy(limit.Groups[1].Value)}"), "\"traceId\":\"\"");

    [GeneratedRegex("^Date: .*\r\n", RegexOptions.Multiline)]
    private static partial Regex Date();

    [GeneratedRegex("^RateLimit: (.*?)(?=\r)", RegexOptions.Multiline)]
    private static partial Regex RateLimit();

    [GeneratedRegex("\"traceId\": ?\"[^\"]*\"")]
    private static partial Regex TraceId();
}
