using Bulletin.Faults.Recording;

namespace Bulletin.Faults.Checks;

/// <summary>
/// What is promised: a read that begins after a post was acknowledged shows it, through whichever gateway either went, and so no
/// reader goes back. A silo that is frozen, or cut off from the others, is one that the cluster goes on without and that does
/// not know it yet; while it is, and until it is back, a read through it may be as old as <see cref="Bounds.Stale"/>.
/// </summary>
internal static class Reads
{
    public static IEnumerable<string> Check(Evidence evidence)
    {
        foreach (var (look, age) in StaleLooks(evidence))
        {
            var allowed = evidence.History.Disturbances.Any(d => d.PartsSilos && d.Began <= look.Ended && look.Invoked <= d.Over) ? evidence.Bounds.Stale : TimeSpan.Zero;
            if (age > allowed)
                yield return $"at {look.Invoked} {look.Reader} read topic {look.Topic} through gateway {look.Gateway + 1} up to seq {look.Head}, where more had been acknowledged or read for {age.TotalSeconds:0.000} s";
        }

        foreach (var look in evidence.History.Looks)
            foreach (var seen in look.Messages)
                if (Views.Wrong(evidence, look.Topic, seen) is { } wrong) yield return $"at {look.Ended} {look.Reader} read {wrong}";
    }

    /// <summary>
    /// The reads that lacked something acknowledged, or seen by the same reader, before they began, each with how long it had
    /// been so.
    /// </summary>
    public static IEnumerable<(Look Look, TimeSpan Age)> StaleLooks(Evidence evidence) =>
        Unacknowledged(evidence).Concat(Backward(evidence)).GroupBy(s => s.Look).Select(g => (g.Key, g.Max(s => s.Age)));

    private static IEnumerable<(Look Look, TimeSpan Age)> Backward(Evidence evidence)
    {
        foreach (var looks in evidence.History.Looks.GroupBy(l => (l.Reader, l.Topic)))
        {
            var furthest = default(Look);
            foreach (var look in looks)
            {
                if (furthest is not null && look.Head < furthest.Head) yield return (look, look.Invoked - furthest.Ended);
                if (furthest is null || look.Head > furthest.Head) furthest = look;
            }
        }
    }

    private static IEnumerable<(Look Look, TimeSpan Age)> Unacknowledged(Evidence evidence)
    {
        var acked = evidence.Posts.Where(p => p.Acked is not null).GroupBy(p => p.Topic)
            .ToDictionary(g => g.Key, g => g.OrderBy(p => p.Acked!.Ended).ToArray());
        foreach (var looks in evidence.History.Looks.GroupBy(l => l.Topic))
        {
            if (!acked.TryGetValue(looks.Key, out var posts)) continue;
            // For each count of acknowledged posts, the highest seq among them.
            var heads = new long[posts.Length];
            for (var i = 0; i < posts.Length; i++) heads[i] = Math.Max(i == 0 ? 0 : heads[i - 1], posts[i].Acked!.Seq ?? 0);
            foreach (var look in looks)
            {
                var before = FirstAfter(posts, look.Invoked);
                if (before == 0 || heads[before - 1] <= look.Head) continue;
                var first = Array.FindIndex(heads, head => head > look.Head);
                yield return (look, look.Invoked - posts[first].Acked!.Ended);
            }
        }
    }

    private static int FirstAfter(Post[] posts, TimeSpan time)
    {
        var (low, high) = (0, posts.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (posts[middle].Acked!.Ended < time) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
