using System.Net;
using Bulletin.SystemTests.Harness;
using Bulletin.SystemTests.Operations;

namespace Bulletin.SystemTests.Faults;

public sealed class DiskNearlyFull(Shared shared) : SystemTest(shared)
{
    private const int Megabytes = 24;
    private const int Floor = 8 * 1024 * 1024;
    private const int Below = 6 * 1024 * 1024;

    [Fact]
    public async Task Below_its_floor_a_disk_takes_nothing_that_fills_it_and_the_rest_goes_on()
    {
        var server = Own(SmallDisk.Server(Megabytes, Floor));
        await server.Start();
        using var person = await Somebody(server);
        var topic = await person.NewTopic();
        await person.Post(topic, "First");
        await person.Post(topic, "Second");

        SmallDisk.Fill(server, Below);

        var refused = await Eventually.Get(() => person.TryPost(topic, "One more"), a => a.Status != HttpStatusCode.Created, "posts are refused");
        Assert.InRange(int.Parse(refused.IsProblem(HttpStatusCode.ServiceUnavailable, "unavailable").Header("Retry-After")!, null), 1, 10);
        (await person.Api.Post("topics", new { name = "A topic" })).IsProblem(HttpStatusCode.ServiceUnavailable, "unavailable");
        (await person.Api.Patch($"topics/{topic}/messages/1", new { text = new string('x', 4_000) })).IsProblem(HttpStatusCode.ServiceUnavailable, "unavailable");
        using var nobody = server.Client();
        (await nobody.Post("users", new { username = Person.NewName(), password = Person.Password })).IsProblem(HttpStatusCode.ServiceUnavailable, "unavailable");
        // Some of the room below the floor may be used before it is noticed, but not much.
        Assert.InRange(SmallDisk.Free(server), Below / 2, Below);

        Assert.Equal("First", (await person.ReadAll(topic))[0].Text);
        using var again = await person.Again();
        (await person.Api.Delete($"topics/{topic}/messages/2")).Is(HttpStatusCode.NoContent);
        Assert.InRange((await Metrics.Of(server.MetricsUrl))["bulletin_storage_free_bytes"], 1, Floor - 1);
        await Eventually.That(() => server.Log.Tail().Contains("less than Storage:MinFreeBytes", StringComparison.Ordinal), "the log says why");

        SmallDisk.Clear(server);

        await Eventually.Get(() => person.TryPost(topic, "There is room"), a => a.Status == HttpStatusCode.Created, "posting resumes");
    }
}
