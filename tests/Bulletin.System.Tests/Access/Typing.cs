using Bulletin.SystemTests.Harness;
using Microsoft.AspNetCore.SignalR;

namespace Bulletin.SystemTests.Access;

/// <summary>Whether somebody's typing reaches those in the topic.</summary>
internal static class Typing
{
    public static async Task<(string Short, string Full)> Ask(Scene scene, Everywhere who, Site site, int gateway)
    {
        // Both are in every topic. The one who types last shows that nothing more is on its way: through every gateway, the one that is listened at
        // first, since nothing keeps two calls that came one after the other in that order.
        var listener = await Joined(site["other"], scene, gateway);
        var last = who.Id == site["owner"].Id ? site["member"] : site["owner"];
        var hub = await who.Hub(gateway);
        try
        {
            await hub.Join(scene.Topic);
        }
        catch (HubException)
        {
            // Who may not come in can still try to be noticed.
        }
        await hub.Typing(scene.Topic);
        for (var at = 0; at < site.Gateways.Count; at++)
        {
            await (await Joined(last, scene, (gateway + at) % site.Gateways.Count)).Typing(scene.Topic);
            await listener.Event(_ => listener.Events.Count(happened => IsTyping(happened, scene.Topic, last.Id)) > at, "the typing of who types last");
        }
        var heard = listener.Events.Any(happened => IsTyping(happened, scene.Topic, who.Id));
        return (heard ? "heard" : "lost", "It was answered.");
    }

    private static async Task<HubClient> Joined(Everywhere who, Scene scene, int gateway)
    {
        var hub = await who.Hub(gateway);
        await hub.Join(scene.Topic);
        return hub;
    }

    private static bool IsTyping(HubEvent happened, Guid topic, Guid user) =>
        happened.Name == "Typing" && happened.Argument.Id("topicId") == topic && happened.Argument.GetProperty("user").Id() == user;
}
