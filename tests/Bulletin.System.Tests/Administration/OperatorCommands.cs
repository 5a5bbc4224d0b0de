using System.Net;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Administration;

/// <summary>Admins and moderators are made on the server's command line, while it runs and while it does not.</summary>
public sealed class OperatorCommands(Shared shared) : SystemTest(shared)
{
    private const string Notice = "There is no admin yet in ";

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task An_admin_can_be_created_before_the_first_start_while_the_server_runs_and_while_it_is_stopped(Engine engine)
    {
        var (server, @operator) = await NotStarted(engine);
        var (before, during, after) = (Person.NewName("before"), Person.NewName("during"), Person.NewName("after"));

        await @operator.CreateAdmin(before);
        await server.Start();
        await IsAdmin(server, before);
        await @operator.CreateAdmin(during);
        await IsAdmin(server, during);
        await server.Terminate();
        await @operator.CreateAdmin(after);
        var admins = await @operator.Run("admin", "list");
        Assert.All(new[] { before, during, after }, name => Assert.Contains(name, admins, StringComparison.Ordinal));
        await server.Start();

        await IsAdmin(server, after);
        Assert.DoesNotContain("There is no admin", server.Log.Tail(int.MaxValue), StringComparison.Ordinal);
        using var chief = await Person.LoggedIn(server.Url, before);
        var created = (await chief.Api.Get("admin/audit?action=user.created")).Is(HttpStatusCode.OK).Json.Items();
        Assert.Equal([after, during, before], created.Select(entry => entry.GetProperty("target").Text("name")));
        Assert.All(created, entry => Assert.True(entry.IsNull("actor") && entry.IsNull("address"), $"{entry}"));
        Assert.DoesNotContain(Person.Password, (await chief.Api.Get("admin/audit/export")).Body, StringComparison.Ordinal);
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task Roles_are_granted_and_revoked_while_the_server_runs_and_while_it_is_stopped(Engine engine)
    {
        var (server, @operator) = await NotStarted(engine);
        await server.Start();
        var (first, second) = (await Somebody(server), await Somebody(server));
        var (chief, other) = (first.Username, second.Username);

        await @operator.Run("admin", "grant", chief);
        await @operator.Run("moderator", "grant", other);
        await HasRole(server, chief, "admin");
        await HasRole(server, other, "moderator");
        await Refused("the only admin who can sign in", "admin", "revoke", chief);
        await Refused("is an admin", "moderator", "grant", chief);
        await server.Terminate();
        await @operator.Run("admin", "grant", other);
        await @operator.Run("admin", "revoke", chief);
        var admins = await @operator.Run("admin", "list");
        Assert.Contains(other, admins, StringComparison.Ordinal);
        Assert.DoesNotContain(chief, admins, StringComparison.Ordinal);
        await server.Start();
        await HasRole(server, other, "admin");
        await HasRole(server, chief, "member");
        await @operator.Run("moderator", "grant", chief);
        await @operator.Run("moderator", "revoke", chief);
        await HasRole(server, chief, "member");

        async Task Refused(string reason, params string[] command)
        {
            var (exitCode, output) = await @operator.Try("", command);
            Assert.Equal(1, exitCode);
            Assert.Contains(reason, output, StringComparison.Ordinal);
        }
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task What_cannot_be_done_exits_with_1_and_says_why(Engine engine)
    {
        var (server, @operator) = await NotStarted(engine);
        await server.Start();
        var member = await Somebody(server);
        (string Reason, string Input, string[] Command)[] refusals =
        [
            ("No user has the username 'nobody-here'", "", ["admin", "grant", "nobody-here"]),
            ("No user has the username 'nobody-here'", "", ["admin", "revoke", "nobody-here"]),
            ("No user has the username 'nobody-here'", "", ["moderator", "grant", "nobody-here"]),
            ("is not a valid username", "a good password\n", ["admin", "create", "no spaces please"]),
            ("exists and is not an admin", "a good password\n", ["admin", "create", member.Username]),
            ("must have 8 to 256 characters", "short\n", ["admin", "create", Person.NewName()]),
            // A password in an argument, which others on the machine could read, is none.
            ("Unknown setting password", "", ["admin", "create", Person.NewName(), $"--password={Person.Password}"]),
            ("There is no password on standard input", "", ["admin", "create", Person.NewName(), "--password-stdin"]),
            ("Unknown command", "", ["admin", "crown", member.Username]),
        ];

        foreach (var (reason, input, command) in refusals)
        {
            var (exitCode, output) = await @operator.Try(input, command);
            Assert.True(exitCode == 1 && output.Contains(reason, StringComparison.Ordinal), $"{string.Join(' ', command)} exited with {exitCode}: {output}");
        }
        Assert.DoesNotContain("admin", await RoleOf(server, member.Username), StringComparison.Ordinal);
        Assert.DoesNotContain(member.Username, await @operator.Run("admin", "list"), StringComparison.Ordinal);
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task A_server_without_an_admin_says_how_to_get_one(Engine engine)
    {
        var (server, @operator) = await NotStarted(engine);
        await server.Start();
        await Eventually.That(() => server.Log.Tail().Contains(Notice, StringComparison.Ordinal), "the server says how to get an admin");

        await @operator.CreateAdmin(Person.NewName());
        await server.Terminate();
        var lines = server.Log.Tail(int.MaxValue).Split('\n').Length;
        await server.Start();

        await Somebody(server);
        Assert.DoesNotContain(server.Log.Tail(int.MaxValue).Split('\n').Skip(lines), line => line.Contains("There is no admin", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_script_takes_the_password_from_standard_input_or_asks_for_what_is_not_given()
    {
        var (server, _) = await NotStarted(Engine.Sqlite);
        var script = Path.Combine(Built.Root, "script", "createsuperuser");
        var (piped, asked) = (Person.NewName("piped"), Person.NewName("asked"));

        var created = await Operator.Shell($"{Person.Password}\n", [script, "--username", piped, "--password-stdin", "--data", server.DataFolder]);
        Assert.True(created.ExitCode == 0, created.Output);
        await server.Start();
        created = await Operator.Shell($"{asked}\n{Person.Password}\n{Person.Password}\n", [script, "--data", server.DataFolder]);
        Assert.True(created.ExitCode == 0, created.Output);

        await IsAdmin(server, piped);
        await IsAdmin(server, asked);
        var (exitCode, output) = await Operator.Shell($"{Person.Password}\nsomething else\n", [script, "--username", Person.NewName(), "--data", server.DataFolder]);
        Assert.Equal(1, exitCode);
        Assert.Contains("the two passwords differ", output, StringComparison.Ordinal);
        Assert.DoesNotContain(Person.Password, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_script_uses_postgres_if_the_environment_names_it()
    {
        var database = await (await Postgres).NewDatabase();
        var script = Path.Combine(Built.Root, "script", "createsuperuser");
        var name = Person.NewName();

        var (exitCode, output) = await Operator.Shell(
            $"{Person.Password}\n", [script, "--username", name, "--password-stdin"], new Dictionary<string, string> { ["ConnectionStrings__Postgres"] = database });

        Assert.True(exitCode == 0, output);
        await IsAdmin(await OwnServerOn(database), name);
    }

    private async Task<(BulletinServer Server, Operator Operator)> NotStarted(Engine engine)
    {
        var database = engine == Engine.Postgres ? await (await Postgres).NewDatabase() : null;
        var server = Watch(Own(new BulletinServer(new Dictionary<string, string>(
            [new("Accounts:RowFreshness", "00:00:01"), .. database is null ? [] : Nodes.OnPostgres(database)]))));
        return (server, database is null ? Operator.Of(server.DataFolder) : Operator.OnPostgres(database));
    }

    private static async Task IsAdmin(BulletinServer server, string username)
    {
        using var admin = await Person.LoggedIn(server.Url, username);
        (await admin.Api.Get("admin/users")).Is(HttpStatusCode.OK);
    }

    private static Task<string> HasRole(BulletinServer server, string username, string role) =>
        Eventually.Get(() => RoleOf(server, username), has => has == role, $"{username} is {role}");

    private static async Task<string> RoleOf(BulletinServer server, string username)
    {
        using var person = await Person.LoggedIn(server.Url, username);
        return (await person.Api.Get("users/me")).Is(HttpStatusCode.OK).Json.Text("role")!;
    }
}
