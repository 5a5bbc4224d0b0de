using System.Net;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Administration;

/// <summary>However two admins take each other's role away, one is left who can sign in.</summary>
[Collection(nameof(AdministeredSites))]
public sealed class LastAdmin(Shared shared, AdministeredSites sites) : AdministrationTest(shared, sites)
{
    private const int Rounds = 10;

    /// <summary>What one of two admins does to the other, or to themselves.</summary>
    private static readonly (string Name, Func<Person, Person, Task<Answer>> Do)[] s_acts =
    [
        ("demotes the other", (self, other) => self.Api.Patch($"admin/users/{other.Id}", new { role = "member" })),
        ("suspends the other", (self, other) => self.Api.Patch($"admin/users/{other.Id}", new { suspended = new { reason = "A quarrel" } })),
        ("removes the other", (self, other) => self.Api.Delete($"admin/users/{other.Id}")),
        ("steps down", (self, _) => self.Api.Patch($"admin/users/{self.Id}", new { role = "moderator" })),
        ("leaves", (self, _) => self.Api.Delete("users/me")),
    ];

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task Of_two_admins_who_act_against_each_other_at_the_same_moment_one_is_left(Engine engine)
    {
        var site = await OwnSite(engine);
        var chief = site.Chief;
        for (var round = 0; round < Rounds; round++)
        {
            // Nobody but these two is an admin.
            var rival = await Promoted(site, chief, gateway: 1);
            var (first, second) = (s_acts[round % s_acts.Length], s_acts[round / s_acts.Length % s_acts.Length]);

            var answers = await Task.WhenAll(first.Do(chief, rival), second.Do(rival, chief));

            var what = $"In round {round} one {first.Name}, and the other {second.Name}: {answers[0]} {answers[1]}";
            var left = new List<Person>();
            foreach (var admin in new[] { chief, rival })
                if (await SignedIn(site, admin) is { } still && (await still.Api.Get("users/me")).Json.Text("role") == "admin") left.Add(still);
            Assert.True(left.Count > 0, $"Nobody is left. {what}");
            Assert.All(answers, answer => Assert.True(
                (int)answer.Status < 300 || answer.Code is "last_admin" or "not_allowed" or "user_not_found" || answer.Status == HttpStatusCode.Unauthorized, what));
            Assert.Equal(
                left.Select(admin => admin.Username).Order(StringComparer.Ordinal),
                (await left[0].Api.Get("admin/users?role=admin&state=active")).Is(HttpStatusCode.OK).Json.Items().Select(user => user.Text("username")).Order(StringComparer.Ordinal));

            chief = left[0];
            foreach (var other in left.Skip(1)) (await chief.Api.Patch($"admin/users/{other.Id}", new { role = "member" })).Is(HttpStatusCode.OK);
        }
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task The_only_admin_can_be_neither_demoted_nor_suspended_nor_removed(Engine engine)
    {
        var site = await OwnSite(engine);
        for (var gateway = 0; gateway < site.Servers.Count; gateway++)
        {
            var chief = site.ChiefAt(gateway);
            foreach (var (_, act) in s_acts) (await act(chief, chief)).IsProblem(HttpStatusCode.Conflict, "last_admin");
            (await chief.Api.Get("admin/settings")).Is(HttpStatusCode.OK);
        }
        Assert.DoesNotContain(await site.Audit(), entry => entry.GetProperty("actor").ValueKind != System.Text.Json.JsonValueKind.Null);
    }

    private static async Task<Person> Promoted(AdministeredSite site, Person by, int gateway)
    {
        var person = await site.Newcomer(gateway);
        (await by.Api.Patch($"admin/users/{person.Id}", new { role = "admin" })).Is(HttpStatusCode.OK);
        return await site.At(gateway, person);
    }

    private static async Task<Person?> SignedIn(AdministeredSite site, Person person)
    {
        using var api = site.Server(0).Client();
        var answer = await api.Post("auth/login", new { username = person.Username, password = Person.Password });
        return answer.Status == HttpStatusCode.OK ? await site.At(0, person) : null;
    }
}
