using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Operations;

/// <summary>An operator helps a private topic that nobody can manage any more, and no other one.</summary>
public sealed class OwnersNamed(Shared shared) : SystemTest(shared)
{
    [Fact]
    public async Task An_operator_names_an_owner_only_of_a_private_topic_that_has_none()
    {
        var database = await (await Postgres).NewDatabase();
        var server = await OwnServerOn(database);
        var people = await People(2, server);
        var (owner, member) = (people[0], people[1]);
        var topic = await owner.NewPrivateTopic(member);
        Assert.Contains("owner   ", await Operator(database, "list", $"{topic}"), StringComparison.Ordinal);

        await IsRefused("has an owner", database, "owner", $"{topic}", member.Username);
        await IsRefused("no private topic", database, "owner", $"{await owner.NewTopic()}", member.Username);
        await IsRefused("not the id of a topic", database, "list", "Plans");

        (await owner.Api.Delete("users/me")).Is(System.Net.HttpStatusCode.NoContent);
        await IsRefused("nobody-at-all", database, "owner", $"{topic}", "nobody-at-all");
        await Operator(database, "owner", $"{topic}", member.Username);

        Assert.Contains(member.Username, await Operator(database, "list", $"{topic}"), StringComparison.Ordinal);
        await Eventually.That(
            async () => (await member.Api.Patch($"topics/{topic}", new { name = "Ours" })).Status == System.Net.HttpStatusCode.OK, "the server knows the new owner");
    }

    private static async Task IsRefused(string reason, string database, params string[] command)
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => Operator(database, command));
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }

    private static Task<string> Operator(string database, params string[] command) =>
        ChildProcess.Run("dotnet", [Built.Silo, "members", .. command, $"--ConnectionStrings:Postgres={database}"], "/");
}
