using System.Diagnostics;
using System.Net;
using Bulletin.SystemTests.Harness;
using Microsoft.AspNetCore.SignalR;

namespace Bulletin.SystemTests.Access;

/// <summary>How long a refusal takes does not tell whether the topic exists.</summary>
[Collection(nameof(Sites))]
public sealed class RefusalTiming(Shared shared, Sites sites) : SystemTest(shared)
{
    private const int Samples = 40;

    /// <summary>Refusals are held until a multiple of 25 ms.</summary>
    private const double Tolerance = 5;

    [Theory]
    [InlineData(Engine.Sqlite, "outsider"), InlineData(Engine.Postgres, "outsider")]
    [InlineData(Engine.Sqlite, "former"), InlineData(Engine.Postgres, "former")]
    public async Task A_refusal_takes_as_long_whether_the_topic_exists_or_not(Engine engine, string who)
    {
        var site = await sites.On(engine);
        foreach (var server in site.Servers) Watch(server);
        var (made, asked) = site.Turn(0);
        var outsider = site[who];
        var (api, hub) = (outsider.At(asked).Api, await outsider.Hub(asked));
        var scene = await Scene.Set(site, Kind.Private, made);
        var topic = scene.Topic;
        await (await site["owner"].Hub(asked)).Join(topic);
        await scene.Remove(site["former"], made);
        List<string> wrong = [];
        foreach (var (name, call) in new (string, Func<Guid, Task>)[]
        {
            ("GET messages", async id => (await api.Get($"topics/{id}/messages")).IsProblem(HttpStatusCode.NotFound, "topic_not_found")),
            ("GET topic", async id => (await api.Get($"topics/{id}")).IsProblem(HttpStatusCode.NotFound, "topic_not_found")),
            ("POST message", async id => (await outsider.At(asked).TryPost(id, "Hello")).IsProblem(HttpStatusCode.NotFound, "topic_not_found")),
            ("GET history", async id => (await api.Get($"topics/{id}/messages/1/history")).IsProblem(HttpStatusCode.NotFound, "topic_not_found")),
            ("POST report", async id => (await api.Post($"topics/{id}/messages/1/report", new { reason = "spam" })).IsProblem(HttpStatusCode.NotFound, "topic_not_found")),
            ("GET search", async id => Assert.Empty((await api.Get($"search?query=between+in:{id}")).Is(HttpStatusCode.OK).Json.Items())),
            ("JoinTopic", async id => Assert.StartsWith("topic_not_found", (await Assert.ThrowsAsync<HubException>(() => hub.Join(id))).Message, StringComparison.Ordinal)),
        })
        {
            var (hidden, nowhere) = (new List<double>(), new List<double>());
            // In turns, so that whatever else the machine does falls on both; at first the server still compiles.
            for (var i = -5; i < Samples; i++)
            {
                await Take(hidden, topic, i);
                await Take(nowhere, Guid.CreateVersion7(), i);
            }
            var line = $"{name}: {Median(hidden):0.0} ms for a topic of others, {Median(nowhere):0.0} ms for one that does not exist";
            Print(line);
            if (Math.Abs(Median(hidden) - Median(nowhere)) >= Tolerance) wrong.Add(line);

            async Task Take(List<double> times, Guid id, int i)
            {
                var began = Stopwatch.GetTimestamp();
                await call(id);
                if (i >= 0) times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }
        }
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);
}
