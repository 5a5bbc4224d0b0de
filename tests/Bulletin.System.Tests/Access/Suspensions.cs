using System.Net;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Access;

/// <summary>Soon after a suspension was answered, no gateway does anything for the suspended person any more.</summary>
[Collection(nameof(Sites))]
public sealed class Suspensions(Shared shared, Sites sites) : SystemTest(shared)
{
    private static readonly TimeSpan s_promised = TimeSpan.FromSeconds(5);

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task Whoever_is_suspended_is_like_a_stranger_to_every_call_within_five_seconds(Engine engine)
    {
        var site = await sites.On(engine);
        foreach (var server in site.Servers) Watch(server);
        // An admin who is a member too: nobody may do more.
        var person = site.Fresh("admin");
        var scene = await Scene.Set(site, Kind.Private, 0, former: person);
        await scene.ForAdmins(AdminMatrix.All.Single(row => row.Call == "GET /admin/reports/{reportId}"), 0);
        var gateways = Enumerable.Range(0, site.Gateways.Count).ToArray();
        foreach (var gateway in gateways) await (await person.Hub(gateway)).Join(scene.Topic);
        // Each session is known to each gateway, so that it has to be forgotten there.
        var sessions = gateways.SelectMany(gateway => gateways.Select(at => Own(new ApiClient(site.Gateways[gateway]) { Token = person.At(at).Token }))).ToArray();
        foreach (var session in sessions) (await session.Get("admin/settings")).Is(HttpStatusCode.OK);
        var seen = await scene.Seen(0);

        (await site["admin"].At(0).Api.Patch($"admin/users/{person.Id}", new { suspended = new { reason = "Spam" } })).Is(HttpStatusCode.OK);

        await Task.WhenAll([
            .. sessions.Select(session => Eventually.That(async () => (await session.Get("users/me")).Code == "unauthorized", s_promised, $"a session is over at {session.Server}")),
            .. gateways.Select(async gateway => await (await person.Hub(gateway)).Closed.WaitAsync(s_promised, Cancelled))]);
        List<string> wrong = [];
        foreach (var gateway in gateways)
        {
            foreach (var row in Matrix.Topics.Concat(AdminMatrix.All).Where(row => !row.IsOfHub))
                Expect(row.Call, "401", gateway, await Asking.Ask(row, scene, person, site, gateway));
            foreach (var row in Matrix.Topics.Where(row => row.IsOfHub))
                Expect(row.Call, "closed", gateway, await OnClosed(async () => await Asking.AskHub(row, scene, await person.Hub(gateway))));
            Expect("A new connection", "401", gateway, await Asking.Connect(site.Gateways[gateway], person.At(gateway).Token));
            foreach (var other in Matrix.Others.Where(other => !other.Call.StartsWith("hub ", StringComparison.Ordinal)))
                Expect(other.Call, other.Suspended, gateway, await Asking.Ask(other, person, person, site, gateway, gateway));
        }
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
        Assert.Equal(seen, await scene.Seen(0));

        void Expect(string call, string cell, int gateway, (string Short, string Full) answer)
        {
            if (answer.Short != Asking.Meaning(cell)) wrong.Add($"{call} at {gateway}: expected {Asking.Meaning(cell)}, got {answer.Short}: {answer.Full}");
        }
    }

    private static async Task<(string Short, string Full)> OnClosed(Func<Task<(string, string)>> call)
    {
        try
        {
            return await call();
        }
        catch (InvalidOperationException closed)
        {
            return ("closed", closed.Message);
        }
    }
}
