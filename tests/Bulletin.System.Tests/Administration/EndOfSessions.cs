using System.Diagnostics;
using System.Net;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Administration;

/// <summary>Five seconds after an admin has shut somebody out, nothing of theirs is accepted, through no gateway, socket or token.</summary>
[Collection(nameof(AdministeredSites))]
public sealed class EndOfSessions(Shared shared, AdministeredSites sites) : AdministrationTest(shared, sites)
{
    private static readonly long Promised = 5 * Stopwatch.Frequency;

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task Nothing_is_accepted_from_somebody_five_seconds_after_they_were_suspended(Engine engine)
    {
        var site = await Site(engine);
        var suspended = await Ended(site, logsIn: true,
            (admin, user) => admin.Api.Patch($"admin/users/{user}", new { suspended = new { reason = "Posts without end" } }), HttpStatusCode.OK);

        using var api = site.Server(1).Client();
        var refusal = (await api.Post("auth/login", new { username = suspended.Username, password = Person.Password })).IsProblem(HttpStatusCode.Forbidden, "account_suspended");
        Assert.Contains("Posts without end", refusal.Json.Text("detail"), StringComparison.Ordinal);
        (await api.Post("auth/login", new { username = suspended.Username, password = "not the password" })).IsProblem(HttpStatusCode.Unauthorized, "invalid_credentials");
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task Nothing_is_accepted_from_somebody_five_seconds_after_they_were_removed(Engine engine)
    {
        var site = await Site(engine);
        await Ended(site, logsIn: true, (admin, user) => admin.Api.Delete($"admin/users/{user}"), HttpStatusCode.NoContent);
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task Nothing_is_accepted_in_a_session_five_seconds_after_an_admin_ended_it(Engine engine)
    {
        var site = await Site(engine);
        var signedOut = await Ended(site, logsIn: false, (admin, user) => admin.Api.Delete($"admin/users/{user}/sessions"), HttpStatusCode.NoContent);

        // Only the sessions are over.
        using var again = await Person.LoggedIn(site.Server(0).Url, signedOut.Username);
        (await again.Api.Get("users/me")).Is(HttpStatusCode.OK);
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task Sessions_that_a_suspension_ended_stay_ended_when_it_is_lifted(Engine engine)
    {
        var site = await Site(engine);
        var person = await site.Newcomer(gateway: 1);
        (await site.Chief.Api.Patch($"admin/users/{person.Id}", new { suspended = new { reason = "A misunderstanding" } })).Is(HttpStatusCode.OK);

        (await site.ChiefAt(1).Api.Patch($"admin/users/{person.Id}", new { suspended = (object?)null })).Is(HttpStatusCode.OK);

        (await person.Api.Post("auth/refresh", new { refreshToken = person.RefreshToken })).IsProblem(HttpStatusCode.Unauthorized, "invalid_credentials");
        await Eventually.That(async () => (await person.Api.Get("users/me")).Status == HttpStatusCode.Unauthorized, "the old access token is refused");
        var again = await site.At(0, person);
        await again.Post(await again.NewTopic(), "Back again");
    }

    private async Task<Restless> Ended(AdministeredSite site, bool logsIn, Func<Person, Guid, Task<Answer>> act, HttpStatusCode done)
    {
        var topic = await site.Chief.NewTopic();
        await using var bystander = await Restless.Started(site, topic, logsIn: false);
        await using var another = await Restless.Started(site, topic, logsIn: false);
        var target = Own(await Restless.Started(site, topic, logsIn));

        (await act(site.ChiefAt(0), target.Id)).Is(done);

        var limit = Stopwatch.GetTimestamp() + Promised;
        await target.TriesEveryWay(since: limit, times: 3);
        foreach (var person in new[] { target, bystander, another }) await person.End();

        var late = target.Tries.Where(t => t.Began >= limit && t.Refusal is null).Select(t => $"{t.Way}, begun {(t.Began - limit) / (double)Stopwatch.Frequency:0.000} s after the time").ToArray();
        Assert.True(late.Length == 0, $"Accepted: {string.Join("; ", late)}");
        foreach (var closed in target.HubsClosed)
        {
            Assert.True(closed.IsCompleted, "A connection is still open.");
            Assert.True(await closed <= limit, "A connection was closed too late.");
        }
        foreach (var person in new[] { bystander, another })
        {
            var refused = person.Tries.Where(t => t.Refusal is not null).ToArray();
            Assert.True(refused.Length == 0, $"{refused.Length} tries of a bystander were refused, such as {refused.FirstOrDefault()}");
            Assert.All(person.HubsClosed, closed => Assert.False(closed.IsCompleted));
        }
        var messages = (await site.ChiefAt(1).ReadAll(topic)).Select(message => message.ClientId).ToHashSet();
        Assert.Superset(new HashSet<Guid>([.. target.Posted, .. bystander.Posted, .. another.Posted]), messages);
        return target;
    }
}
