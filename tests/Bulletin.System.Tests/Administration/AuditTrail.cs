using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Bulletin.SystemTests.Harness;
using Bulletin.SystemTests.Search;

namespace Bulletin.SystemTests.Administration;

/// <summary>Whatever was done by office is in the audit log, once, and nothing else is.</summary>
[Collection(nameof(AdministeredSites))]
public sealed class AuditTrail(Shared shared, AdministeredSites sites) : AdministrationTest(shared, sites)
{
    private const string MailTo = "kim.private@mail.example";

    /// <summary>Mail that can't be sent, which is where an address would get into a log.</summary>
    private static readonly (string, string)[] s_mail =
        [("Mail:Host", "127.0.0.1"), ("Mail:Port", "9"), ("Mail:From", "bulletin@site.example"), ("Mail:Security", "None"), ("Site:PublicUrl", "https://site.example")];

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task A_day_of_an_admin_and_a_moderator_is_in_the_log_act_by_act_and_nothing_secret_is(Engine engine)
    {
        var site = await OwnSite(engine, s_mail);
        var (admin, moderator) = (site.ChiefAt(1), await site.Staff("moderator"));
        var (author, reader) = (await site.Newcomer(0), await site.Newcomer(1));
        var before = (await site.Audit()).Count;
        List<string> secrets = [Person.Password, MailTo, .. new[] { site.Chief, admin, moderator, author, reader }.SelectMany(person => new[] { person.Token, person.RefreshToken })];
        Diary diary = new();

        await AdministersPeople(diary, admin, author, secrets);
        await AdministersTopics(diary, admin, author, reader);
        await ActsAsModerator(diary, moderator, author, reader);
        await HandlesReports(diary, admin, moderator, author, reader);
        await ChangesSettings(diary, admin);

        var entries = (await site.Audit()).Skip(before).ToArray();
        Assert.Equal(diary.Notes.Select(note => $"{note.Actor} {note.Action} {note.Kind} {note.Seq}"), entries.Select(Summary));
        foreach (var (note, entry) in diary.Notes.Zip(entries)) IsOf(note, entry);
        await IsExportedInFull(site, secrets);
        foreach (var server in site.Servers) HoldsNone(secrets, server.Log.Tail(int.MaxValue));
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task What_was_refused_or_changed_nothing_leaves_no_entry(Engine engine)
    {
        var site = await Site(engine);
        var (admin, moderator, author) = (site.Chief, await site.Staff("moderator"), await site.Newcomer());
        var (topic, secret) = (await author.NewTopic(), await author.NewPrivateTopic());
        await author.Post(topic, "Words");
        var before = (await site.Audit()).Count;

        foreach (var stranger in new[] { moderator, author })
        {
            (await Diary.Nothing(stranger, "PATCH", $"admin/users/{author.Id}", new { displayName = "Other" })).IsProblem(HttpStatusCode.Forbidden, "not_allowed");
            (await Diary.Nothing(stranger, "DELETE", $"admin/topics/{topic}")).IsProblem(HttpStatusCode.Forbidden, "not_allowed");
            (await Diary.Nothing(stranger, "PATCH", "admin/settings", new { name = "Mine" })).IsProblem(HttpStatusCode.Forbidden, "not_allowed");
        }
        (await Diary.Nothing(moderator, "PATCH", $"topics/{topic}/messages/1", new { text = "Other words" })).IsProblem(HttpStatusCode.Forbidden, "not_allowed");
        (await Diary.Nothing(moderator, "DELETE", $"topics/{secret}")).IsProblem(HttpStatusCode.NotFound, "topic_not_found");
        (await Diary.Nothing(admin, "PATCH", $"admin/users/{Guid.CreateVersion7()}", new { displayName = "Nobody" })).IsProblem(HttpStatusCode.NotFound, "user_not_found");
        (await Diary.Nothing(admin, "PATCH", $"admin/users/{author.Id}", new { displayName = moderator.Username })).IsProblem(HttpStatusCode.Conflict, "display_name_taken");
        (await Diary.Nothing(admin, "PATCH", $"admin/users/{author.Id}", new { suspended = new { reason = "" } })).IsProblem(HttpStatusCode.BadRequest, "validation_failed");
        (await Diary.Nothing(admin, "POST", "admin/users", new { username = author.Username })).IsProblem(HttpStatusCode.Conflict, "username_taken");
        (await Diary.Nothing(admin, "POST", $"admin/users/{author.Id}/password-reset", new { sendTo = MailTo })).IsProblem(HttpStatusCode.Conflict, "mail_not_configured");
        (await Diary.Nothing(admin, "PATCH", $"admin/messages/{topic}/1", new { text = "Late", revision = 99 })).IsProblem(HttpStatusCode.Conflict, "message_changed");
        (await Diary.Nothing(admin, "DELETE", $"admin/messages/{topic}/7")).IsProblem(HttpStatusCode.NotFound, "message_not_found");
        (await Diary.Nothing(admin, "PATCH", $"admin/users/{author.Id}", new { role = "member" })).Is(HttpStatusCode.OK);
        (await Diary.Nothing(admin, "PATCH", $"admin/topics/{topic}", new { name = "A topic", locked = false })).Is(HttpStatusCode.OK);
        (await Diary.Nothing(admin, "PATCH", $"admin/messages/{topic}/1", new { text = "Words" })).Is(HttpStatusCode.OK);
        (await Diary.Nothing(moderator, "POST", $"topics/{topic}/messages", new { text = "As anybody", clientId = Guid.CreateVersion7() })).Is(HttpStatusCode.Created);
        (await Diary.Nothing(moderator, "DELETE", $"topics/{topic}/messages/2")).Is(HttpStatusCode.NoContent);

        Assert.Equal([], (await site.Audit()).Skip(before).Select(Summary));
    }

    private static async Task AdministersPeople(Diary diary, Person admin, Person author, List<string> secrets)
    {
        var username = Person.NewName("made");
        var made = await diary.Did(admin, "POST", "admin/users", new { username, displayName = "Made", role = "moderator" }, "user.created", null,
            after: new { username, displayName = "Made", role = "moderator" });
        var id = made.GetProperty("user").Id();
        secrets.Add(Token(made.GetProperty("link")));
        diary.AndThat("user.password_reset_begun", id);

        var user = $"admin/users/{author.Id}";
        await diary.Did(admin, "PATCH", user, new { displayName = "Renamed" }, "user.renamed", author.Id, before: new { displayName = author.Username }, after: new { displayName = "Renamed" });
        await diary.Did(admin, "PATCH", $"admin/users/{id}", new { role = "member" }, "user.role_changed", id, before: new { role = "moderator" }, after: new { role = "member" });
        await diary.Did(admin, "PATCH", $"admin/users/{id}", new { suspended = new { reason = "Spam" } }, "user.suspended", id);
        await diary.Did(admin, "PATCH", $"admin/users/{id}", new { suspended = (object?)null }, "user.suspension_lifted", id);
        await diary.Did(admin, "DELETE", $"admin/users/{id}/sessions", null, "user.sessions_ended", id);
        var link = await diary.Did(admin, "POST", $"admin/users/{id}/password-reset", new { sendTo = MailTo }, "user.password_reset_begun", id);
        Assert.False(link.GetProperty("sent").GetBoolean());
        secrets.Add(Token(link));
        const string NewPassword = "a password of their very own";
        secrets.Add(NewPassword);
        (await admin.Api.Post("password-resets", new { token = Token(link), newPassword = NewPassword })).Is(HttpStatusCode.OK);
        await diary.Did(admin, "DELETE", $"admin/users/{id}", null, "user.removed", id, before: new { username, displayName = "Made", role = "member" });
    }

    private static async Task AdministersTopics(Diary diary, Person admin, Person author, Person reader)
    {
        var topic = await author.NewPrivateTopic();
        for (var seq = 1; seq <= 3; seq++) await author.Post(topic, $"Words {seq}");
        var fourth = await author.Post(topic, "Words 4");
        await diary.Did(admin, "PATCH", $"admin/topics/{topic}", new { name = "Another name", locked = true }, "topic.changed", topic,
            before: new { name = "A private topic", locked = false }, after: new { name = "Another name", locked = true });
        await diary.Did(admin, "PATCH", $"admin/topics/{topic}", new { locked = false }, "topic.changed", topic, before: new { locked = true }, after: new { locked = false });
        await diary.Did(admin, "PATCH", $"admin/topics/{topic}", new { retentionDays = 400 }, "topic.changed", topic);
        var member = new { userId = reader.Id, username = reader.Username, role = "member" };
        await diary.Did(admin, "PUT", $"admin/topics/{topic}/members/{reader.Username}", new { role = "member" }, "topic.member_put", topic, after: member);
        await diary.Did(admin, "DELETE", $"admin/topics/{topic}/members/{reader.Username}", null, "topic.member_removed", topic, before: member);
        await diary.Did(admin, "GET", $"admin/messages?topic={topic}", null, "topic.messages_read", topic);
        await author.WillFind($"4 in:{topic}", fourth);
        await diary.Did(admin, "GET", $"admin/messages?topic={topic}&query=words%204", null, "topic.messages_read", topic, after: new { query = "words 4" });
        await diary.Did(admin, "PATCH", $"admin/messages/{topic}/1", new { text = "Better words" }, "message.edited", topic, 1,
            before: new { author = author.Username, text = "Words 1" }, after: new { text = "Better words" });
        await diary.Did(admin, "DELETE", $"admin/messages/{topic}/1", null, "message.deleted", topic, 1, before: new { author = author.Username, characters = 12 });
        await diary.Did(admin, "DELETE", $"admin/topics/{topic}", null, "topic.removed", topic, before: new { name = "Another name", access = "private" });
        await diary.Did(admin, "POST", $"admin/topics/{topic}/restore", null, "topic.restored", topic);

        // The entries of a purge's messages share a moment with each other, so one is enough to know their order.
        var last = DateTimeOffset.Parse((await author.Post(topic, "The last words")).CreatedAt, CultureInfo.InvariantCulture);
        await diary.Did(admin, "POST", "admin/messages/delete", new { author = author.Username, since = last }, "message.deleted", topic, 5,
            before: new { author = author.Username, characters = 14 });
    }

    private static async Task ActsAsModerator(Diary diary, Person moderator, Person author, Person reader)
    {
        var topic = await author.NewTopic("Weather");
        await author.Post(topic, "Rain");
        await reader.Post(topic, "Sun");
        await diary.Did(moderator, "PATCH", $"topics/{topic}", new { name = "The weather" }, "topic.changed", topic, before: new { name = "Weather" }, after: new { name = "The weather" });
        await diary.Did(moderator, "DELETE", $"topics/{topic}/messages/2", null, "message.deleted", topic, 2, before: new { author = reader.Username, characters = 3 });
        await diary.Did(moderator, "DELETE", $"topics/{topic}", null, "topic.removed", topic, before: new { name = "The weather", access = "public" });
    }

    private static async Task HandlesReports(Diary diary, Person admin, Person moderator, Person author, Person reader)
    {
        var topic = await author.NewTopic();
        await author.Post(topic, "Buy now");
        var report = (await reader.Api.Post($"topics/{topic}/messages/1/report", new { reason = "spam" })).Is(HttpStatusCode.Created).Json.Id();
        await diary.Did(moderator, "PATCH", $"admin/reports/{report}", new { assignee = "me" }, "report.changed", report,
            before: new { assignee = (string?)null }, after: new { assignee = moderator.Username });
        await diary.Did(admin, "PATCH", $"admin/reports/{report}", new { state = "resolved", resolution = "Told off" }, "report.changed", report,
            before: new { state = "open", resolution = (string?)null }, after: new { state = "resolved", resolution = "Told off" });
    }

    private static async Task ChangesSettings(Diary diary, Person admin)
    {
        await diary.Did(admin, "PATCH", "admin/settings", new { name = "Our site", registration = "invite", retentionDays = 900 }, "settings.changed", Guid.Empty,
            before: new { name = "Bulletin", registration = "open", retentionDays = (int?)null }, after: new { name = "Our site", registration = "invite", retentionDays = 900 });
    }

    private static async Task IsExportedInFull(AdministeredSite site, List<string> secrets)
    {
        var listed = (await site.Audit()).Reverse().ToArray();
        var lines = (await site.Chief.Api.Get("admin/audit/export?format=jsonl")).Is(HttpStatusCode.OK);
        Assert.StartsWith("attachment", lines.Header("Content-Disposition"), StringComparison.Ordinal);
        var exported = lines.Body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<JsonElement>(line));
        Assert.Equal(listed, exported, (one, other) => JsonElement.DeepEquals(one, other));

        var table = Cells((await site.ChiefAt(1).Api.Get("admin/audit/export?format=csv")).Is(HttpStatusCode.OK).Body);
        var rows = table.Skip(1).Select(row => table[0].Zip(row).ToDictionary(cell => cell.First, cell => cell.Second)).ToArray();
        Assert.Equal(listed.Length, rows.Length);
        foreach (var (entry, row) in listed.Zip(rows))
        {
            var target = entry.GetProperty("target");
            Assert.Equal(
                [entry.Text("id"), entry.Text("at"), entry.Text("action"), Actor(entry), target.Text("kind"), target.Text("id"), target.Text("name"), entry.Text("address") ?? "", entry.Text("traceId") ?? ""],
                new[] { "id", "at", "action", "actor", "targetKind", "targetId", "targetName", "address", "traceId" }.Select(column => (string?)row[column]));
            foreach (var side in new[] { "before", "after" })
                Assert.True(Same(entry.GetProperty(side), row[side].Length == 0 ? null : row[side]), $"{side} of {entry} is {row[side]} in the table");
        }
        HoldsNone(secrets, lines.Body);
    }

    private static void IsOf(Diary.Note note, JsonElement entry)
    {
        Assert.Equal(note.Target, entry.GetProperty("target").Id());
        Assert.Equal(("127.0.0.1", note.TraceId), (entry.Text("address"), entry.Text("traceId")));
        Assert.True(note.Before is null || Same(entry.GetProperty("before"), note.Before), $"Before should be {note.Before}: {entry}");
        Assert.True(note.After is null || Same(entry.GetProperty("after"), note.After), $"After should be {note.After}: {entry}");
    }

    private static void HoldsNone(IEnumerable<string> secrets, string text) =>
        Assert.All(secrets, secret => Assert.False(text.Contains(secret, StringComparison.OrdinalIgnoreCase), $"It holds {secret}"));

    private static bool Same(JsonElement json, string? text) =>
        text is null ? json.ValueKind == JsonValueKind.Null : JsonElement.DeepEquals(json, JsonSerializer.Deserialize<JsonElement>(text));

    private static string Token(JsonElement link) => link.Text("url")!.Split('#')[1];

    private static string Actor(JsonElement entry) => entry.GetProperty("actor") is { ValueKind: JsonValueKind.Object } actor ? actor.Text("username")! : "";

    private static string Summary(JsonElement entry)
    {
        var target = entry.GetProperty("target");
        return $"{Actor(entry)} {entry.Text("action")} {target.Text("kind")} {(target.IsNull("seq") ? null : target.Number("seq"))}";
    }

    /// <summary>The cells of a CSV file, as RFC 4180 has them.</summary>
    private static List<List<string>> Cells(string csv)
    {
        List<List<string>> rows = [[]];
        StringBuilder cell = new();
        var isQuoted = false;
        for (var at = 0; at < csv.Length; at++)
        {
            var c = csv[at];
            if (isQuoted && c == '"' && at + 1 < csv.Length && csv[at + 1] == '"') cell.Append(csv[++at]);
            else if (c == '"') isQuoted = !isQuoted;
            else if (isQuoted || c is not (',' or '\r' or '\n')) cell.Append(c);
            else if (c != '\r')
            {
                rows[^1].Add(cell.ToString());
                cell.Clear();
                if (c == '\n') rows.Add([]);
            }
        }
        return [.. rows.Where(row => row.Count > 0)];
    }
}
