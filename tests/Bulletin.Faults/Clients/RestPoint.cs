using System.Diagnostics;
using System.Text.Json;
using Bulletin.Faults.Machines;
using Bulletin.Faults.Recording;

namespace Bulletin.Faults.Clients;

/// <summary>Holds everybody who writes back for a moment, and looks how long it takes until everything shows the same.</summary>
internal sealed class RestPoint(Traffic traffic, Crowd crowd, Ledger ledger, MineAtRest mine, TimeSpan within)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan WritersOutWithin = TimeSpan.FromSeconds(30);

    public async Task Take()
    {
        var cameToRest = await traffic.Gate.Close(WritersOutWithin);
        try
        {
            if (!cameToRest)
            {
                traffic.History.Incident("writers did not come to rest within 30 s; no quiet was had");
                return;
            }
            var at = traffic.Clock.Now;
            var heads = await ledger.Heads(traffic.History.Topics);
            var (late, unordered) = ("", "");
            var views = await Until(() => Task.FromResult(late = LateViews(heads)));
            var directory = await Until(async () => unordered = await LateDirectories(heads));
            traffic.History.Quiets.Enqueue(new(at, views, directory, late + unordered));
            await mine.Take();
        }
        finally
        {
            traffic.Gate.Open();
        }
    }

    /// <summary>How long until nothing is missing; null if something still is in the end.</summary>
    private async Task<TimeSpan?> Until(Func<Task<string>> missing)
    {
        var began = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(LookEvery);
        while (await missing() != "")
        {
            if (Stopwatch.GetElapsedTime(began) > within) return null;
            await timer.WaitForNextTickAsync();
        }
        return Stopwatch.GetElapsedTime(began);
    }

    private string LateViews(IReadOnlyList<Head> heads) => string.Join("; ", crowd.Followers.Where(f => f.IsSteady).SelectMany(f => f.Views)
        .Where(view => !view.IsLive || view.Revision < heads[view.Topic].Revision)
        .Select(view => $"{view.Client} is {(view.IsLive ? $"at revision {view.Revision}" : "not connected")}, topic {view.Topic} is at {heads[view.Topic].Revision}")
        .Concat(crowd.Watchers.Where(w => !w.IsLive || heads.Any(h => w.LastSeq(h.Id) < h.Seq))
            .Select(w => $"the directory's watcher of gateway {w.Gateway + 1} is {(w.IsLive ? "behind" : "not connected")}")).Take(5));

    private async Task<string> LateDirectories(IReadOnlyList<Head> heads)
    {
        var byId = heads.ToDictionary(h => h.Id);
        for (var gateway = 0; gateway < traffic.Balancer.Count; gateway++)
        {
            var (attempt, page) = await traffic.Rest.Send(HttpMethod.Get, gateway, "topics", crowd.Anybody.Token);
            if (attempt.Outcome != Outcome.Ok) return $"gateway {gateway + 1}: {attempt.Detail}";
            var listed = page.GetProperty("items").EnumerateArray().Where(t => byId.ContainsKey(t.GetProperty("id").GetGuid())).ToArray();
            if (listed.Length != heads.Count) return $"gateway {gateway + 1} lists {listed.Length} of {heads.Count} topics";
            var old = listed.FirstOrDefault(t => t.GetProperty("lastSeq").GetInt64() != byId[t.GetProperty("id").GetGuid()].Seq);
            if (old.ValueKind != JsonValueKind.Undefined) return $"gateway {gateway + 1} lists a topic at seq {old.GetProperty("lastSeq")}, it is at {byId[old.GetProperty("id").GetGuid()].Seq}";
            // Topics of the same millisecond may come either way.
            var order = listed.Select(t => byId[t.GetProperty("id").GetGuid()].LastActivityAt).ToArray();
            if (!order.SequenceEqual(order.OrderDescending())) return $"gateway {gateway + 1} lists topics in another order than that of their last activity";
        }
        return "";
    }
}
