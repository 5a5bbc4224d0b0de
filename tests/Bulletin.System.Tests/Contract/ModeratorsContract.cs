using System.Net;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Contract;

public sealed class ModeratorsContract(Shared shared) : SystemTest(shared)
{
    [Fact]
    public async Task Whom_an_operator_names_a_moderator_may_delete_messages_and_change_topics_but_edit_nobodys_words()
    {
        var database = await (await Postgres).NewDatabase();
        var server = await OwnServer([.. Nodes.OnPostgres(database).Select(s => (s.Key, s.Value)), ("Accounts:RowFreshness", "00:00:01")]);
        var (author, moderator) = (await Somebody(server), await Somebody(server));
        var topic = await author.NewTopic("Tea");
        await author.Post(topic, "First");
        await author.Post(topic, "Second");
        (await moderator.Api.Delete($"topics/{topic}/messages/1")).IsProblem(HttpStatusCode.Forbidden, "not_allowed");

        await Operator("grant", moderator, database);

        await Eventually.That(async () => (await moderator.Api.Delete($"topics/{topic}/messages/1")).Status == HttpStatusCode.NoContent, "the moderator may delete");
        Assert.True((await moderator.Api.Get("users/me")).Is(HttpStatusCode.OK).Json.GetProperty("moderator").GetBoolean());
        Assert.False((await author.Api.Get("users/me")).Is(HttpStatusCode.OK).Json.GetProperty("moderator").GetBoolean());
        Assert.True((await moderator.Api.Post("auth/refresh", new { refreshToken = moderator.RefreshToken })).Is(HttpStatusCode.OK)
            .Json.GetProperty("moderator").GetBoolean());
        (await moderator.Api.Patch($"topics/{topic}", new { name = "Coffee" })).Is(HttpStatusCode.OK);
        (await moderator.Api.Patch($"topics/{topic}/messages/2", new { text = "Other words" })).IsProblem(HttpStatusCode.Forbidden, "not_allowed");
        Assert.Equal([null, "Second"], (await author.ReadAll(topic)).Select(m => m.Text));

        await Operator("revoke", moderator, database);

        await Eventually.That(async () => (await moderator.Api.Patch($"topics/{topic}", new { name = "Cocoa" })).Code == "not_allowed", "an ordinary user may not");
        (await moderator.Api.Delete($"topics/{topic}")).IsProblem(HttpStatusCode.Forbidden, "not_allowed");
    }

    [Fact]
    public async Task Nobody_can_be_made_a_moderator_who_does_not_exist()
    {
        var database = await (await Postgres).NewDatabase();
        await ChildProcess.Run("dotnet", [Built.Silo, "migrate", $"--ConnectionStrings:Postgres={database}"], "/");

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(
            () => ChildProcess.Run("dotnet", [Built.Silo, "moderator", "grant", "nobody-at-all", $"--ConnectionStrings:Postgres={database}"], "/"));

        Assert.Contains("nobody-at-all", refused.Message, StringComparison.Ordinal);
    }

    private static Task<string> Operator(string what, Person person, string database) =>
        ChildProcess.Run("dotnet", [Built.Silo, "moderator", what, person.Username, $"--ConnectionStrings:Postgres={database}"], "/");
}
