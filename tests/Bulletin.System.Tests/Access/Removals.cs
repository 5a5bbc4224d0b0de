using System.Net;
using Bulletin.SystemTests.Harness;
using Microsoft.AspNetCore.SignalR;

namespace Bulletin.SystemTests.Access;

/// <summary>Once a removal was answered, no gateway lets the removed person in any more.</summary>
[Collection(nameof(Sites))]
public sealed class Removals(Shared shared, Sites sites) : SystemTest(shared)
{
    private const int Rounds = 25;

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task Whoever_is_removed_through_one_gateway_is_refused_at_once_by_the_other(Engine engine)
    {
        var site = await sites.On(engine);
        foreach (var server in site.Servers) Watch(server);
        var former = site["former"];
        List<string> letIn = [];
        for (var round = 0; round < Rounds; round++)
        {
            var (made, asked) = site.Turn(round);
            var scene = await Scene.Set(site, Kind.Private, made);
            var (api, hub) = (former.At(asked).Api, await former.Hub(asked));
            await hub.Join(scene.Topic);
            (await api.Get($"topics/{scene.Topic}/messages")).Is(HttpStatusCode.OK);

            await scene.Remove(former, made);

            // All at once, since the first to be asked may be what the gateway learns it from.
            await Task.WhenAll(
                Refused("JoinTopic", hub.Join(scene.Topic)), Refused("GET topic", api.Get($"topics/{scene.Topic}")), Refused("GET messages", api.Get($"topics/{scene.Topic}/messages")),
                Refused("GET changes", api.Get($"topics/{scene.Topic}/changes")), Refused("POST message", former.At(asked).TryPost(scene.Topic, "Still here?")));

            async Task Refused(string call, Task answer)
            {
                var refusal = answer is Task<Answer> http ? (await http).Code : (await Record.ExceptionAsync(() => answer) as HubException)?.Message.Split(':')[0];
                if (refusal != "topic_not_found") lock (letIn) letIn.Add($"{call} in round {round}, removed through {made} and asked at {asked}: {refusal ?? "let in"}");
            }
        }
        Assert.True(letIn.Count == 0, string.Join("\n", letIn));
    }
}
