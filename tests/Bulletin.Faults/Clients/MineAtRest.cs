using System.Text.Json;
using Bulletin.Faults.Machines;
using Bulletin.Faults.Recording;

namespace Bulletin.Faults.Clients;

/// <summary>
/// Looks, once nobody writes, how long it takes until gateways and devices show everybody what the database holds of theirs: positions are written
/// some seconds late, and notifications follow the messages.
/// </summary>
internal sealed class MineAtRest(Traffic traffic, Crowd crowd, Ledger ledger, TimeSpan within)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);

    private readonly Dictionary<(Guid Person, int Topic), PositionLook> latest = [];

    public async Task Take()
    {
        var at = traffic.Clock.Now;
        string missing;
        while ((missing = await Missing()) != "" && traffic.Clock.Now - at < within) await Task.Delay(LookEvery);
        traffic.History.MineQuiets.Enqueue(new(at, missing == "" ? traffic.Clock.Now - at : null, missing));
        foreach (var look in latest.Values) traffic.History.PositionLooks.Enqueue(look);
        latest.Clear();
    }

    /// <summary>In the end, lists who was notified of which mentions, once all that are expected are there or the time is over.</summary>
    public async Task ListMentions()
    {
        var until = traffic.Clock.Now + within;
        foreach (var person in crowd.Mentioned)
        {
            var expected = Checks.Mine.Expected(traffic.History, person.Id).ToHashSet();
            while (true)
            {
                var listed = await Mentions(person);
                if (traffic.Clock.Now > until || listed is not null && expected.IsSubsetOf(listed))
                {
                    traffic.History.NotifiedOf.Enqueue(new(person.Id, listed ?? []));
                    break;
                }
                await Task.Delay(LookEvery);
            }
        }
    }

    private async Task<string> Missing()
    {
        foreach (var devices in crowd.Devices.GroupBy(device => device.Person))
        {
            var person = devices.Key;
            var (own, unread) = (await ledger.OwnTopics(person.Id), await ledger.UnreadNotifications(person.Id));
            for (var gateway = 0; gateway < traffic.Balancer.Count; gateway++)
                if (await Difference(person, gateway, own, unread) is { } difference) return $"gateway {gateway + 1}, {person.Username}: {difference}";
            foreach (var device in devices)
                if (device.State.Difference(own, unread) is { } difference) return $"a device of {person.Username} {difference}";
        }
        return "";
    }

    private async Task<string?> Difference(Person person, int gateway, IReadOnlyDictionary<Guid, OwnTopic> own, int unread)
    {
        var (asked, page) = await traffic.Rest.Send(HttpMethod.Get, gateway, "users/me/topics?limit=100", person.Token);
        if (traffic.Note(asked).Outcome != Outcome.Ok) return asked.Detail;
        var listed = Reading.OwnTopics(page);
        foreach (var (id, topic) in listed)
            if (traffic.History.Topics.IndexOf(id) is var place and >= 0) latest[(person.Id, place)] = new(person.Id, place, traffic.Clock.Now, topic.ReadSeq);
        foreach (var id in own.Keys.Union(listed.Keys))
            if (own.GetValueOrDefault(id) is var held && listed.GetValueOrDefault(id) is var shown && held != shown)
                return $"lists topic {id} as {shown?.ToString() ?? "none of theirs"}, stored is {held?.ToString() ?? "nothing"}";

        var (attempt, notifications) = await traffic.Rest.Send(HttpMethod.Get, gateway, "notifications?limit=1", person.Token);
        if (traffic.Note(attempt).Outcome != Outcome.Ok) return attempt.Detail;
        var told = notifications.GetProperty("unread").GetInt32();
        return told == unread ? null : $"counts {told} unread notifications, stored are {unread}";
    }

    /// <returns>Null if a page was not to be had.</returns>
    private async Task<IReadOnlyList<(int Topic, long Seq)>?> Mentions(Person person)
    {
        List<(int, long)> mentions = [];
        for (var path = "notifications?limit=100"; ;)
        {
            var (attempt, page) = await traffic.Rest.Send(HttpMethod.Get, traffic.Balancer.Pick(mentions.Count), path, person.Token);
            if (traffic.Note(attempt).Outcome != Outcome.Ok) return null;
            foreach (var notification in page.GetProperty("items").EnumerateArray())
                if (notification.GetProperty("kind").GetString() == "mention") mentions.Add(MessageOf(notification));
            if (page.GetProperty("next").GetString() is not { } next) return mentions;
            path = $"notifications?limit=100&cursor={Uri.EscapeDataString(next)}";
        }
    }

    private (int, long) MessageOf(JsonElement notification) =>
        (traffic.History.Topics.IndexOf(notification.GetProperty("topic").GetProperty("id").GetGuid()), notification.GetProperty("message").GetProperty("seq").GetInt64());
}
