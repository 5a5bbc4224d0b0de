using Bulletin.Faults.Recording;

namespace Bulletin.Faults.Report;

/// <summary>What was measured, from the clients' side.</summary>
internal sealed class Figures
{
    private readonly Post[] acked;
    private readonly Attempt[] attempts;

    public Figures(History history)
    {
        acked = [.. history.Posts.Where(p => p.Acked is not null).OrderBy(p => p.Acked!.Ended)];
        attempts = [.. history.Posts.SelectMany(p => p.Attempts).OrderBy(a => a.Ended)];
        var last = acked.Length == 0 ? 0 : (int)acked[^1].Acked!.Ended.TotalSeconds;
        var bySecond = acked.ToLookup(p => (int)p.Acked!.Ended.TotalSeconds, Took);
        Seconds = [.. Enumerable.Range(0, last + 1).Select(second => Second.Of(bySecond[second]))];
        Skew = SkewBetweenGateways(history);
    }

    /// <summary>One a second since the run began.</summary>
    public IReadOnlyList<Second> Seconds { get; }

    /// <summary>How much later the followers of one gateway were told of a message than those of another.</summary>
    public IReadOnlyList<TimeSpan> Skew { get; }

    public IReadOnlyList<TimeSpan> Latencies(TimeSpan from, TimeSpan to) => [.. acked.Where(p => p.Acked!.Ended >= from && p.Acked.Ended <= to).Select(Took).Order()];

    public FaultFigures Of(Disturbance fault)
    {
        var within = During(fault).ToArray();
        var topics = acked.GroupBy(p => p.Topic).ToArray();
        return new(
            LongestGap(acked, fault),
            topics.Select(topic => LongestGap(topic, fault)).DefaultIfEmpty(fault.Over - fault.Began).Max(),
            topics.Select(topic => (topic.FirstOrDefault(p => p.Acked!.Ended >= fault.Ended)?.Acked!.Ended ?? fault.Over) - fault.Ended)
                .DefaultIfEmpty(fault.Over - fault.Ended).Max(),
            within.Count(a => a.Detail.Contains("unavailable", StringComparison.Ordinal)),
            within.Count(IsLost),
            Percentile(Latencies(fault.Began, fault.Over), 0.99));
    }

    /// <summary>What befell the attempts that had no answer, by kind of fault, and how often.</summary>
    public IReadOnlyList<(string Fault, string What, int Times)> LostBy(IReadOnlyCollection<Disturbance> faults) =>
        [.. faults.SelectMany(fault => During(fault).Where(IsLost).Select(a => (fault.Name, What: a.TimedOut ? "no word until the client gave up" : a.Detail)))
            .CountBy(lost => lost).OrderBy(lost => lost.Key.Name, StringComparer.Ordinal).ThenByDescending(lost => lost.Value)
            .Select(lost => (lost.Key.Name, lost.Key.What, lost.Value))];

    public static TimeSpan Percentile(IReadOnlyList<TimeSpan> sorted, double share) =>
        sorted.Count == 0 ? TimeSpan.Zero : sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * share))];

    private IEnumerable<Attempt> During(Disturbance fault) => attempts.Where(a => a.Ended >= fault.Began && a.Ended <= fault.Over);

    private static bool IsLost(Attempt attempt) => attempt.Outcome == Outcome.Unknown && !attempt.Detail.Contains("unavailable", StringComparison.Ordinal);

    /// <summary>From the first attempt until it was acknowledged.</summary>
    private static TimeSpan Took(Post post) => post.Acked!.Ended - post.Invoked;

    private static TimeSpan LongestGap(IEnumerable<Post> posts, Disturbance fault)
    {
        var (longest, before) = (TimeSpan.Zero, fault.Began);
        foreach (var at in posts.Select(p => p.Acked!.Ended).Where(at => at >= fault.Began && at <= fault.Over).Append(fault.Over))
        {
            if (at - before > longest) longest = at - before;
            before = at;
        }
        return longest;
    }

    private static TimeSpan[] SkewBetweenGateways(History history)
    {
        var calm = history.Disturbances.ToArray();
        return [.. history.Views.Where(v => v.Client.StartsWith("follower-", StringComparison.Ordinal)).GroupBy(v => v.Topic)
            .SelectMany(views => views.SelectMany(v => v.Events.OfType<ToldEvent>()).GroupBy(e => e.Message.Revision))
            .Where(told => told.Count() > 1 && !calm.Any(d => told.Any(e => e.At >= d.Began && e.At <= d.Over)))
            .Select(told => told.Max(e => e.At) - told.Min(e => e.At)).Order()];
    }
}

/// <param name="LongestGap">The longest time in which no post at all was answered.</param>
/// <param name="LongestGapOfATopic">The same for the topic that fared worst.</param>
/// <param name="BackAfter">From the end of the fault until every topic had a post answered.</param>
/// <param name="Unavailable">How many attempts were answered "unavailable".</param>
/// <param name="Lost">How many attempts had no answer: a connection refused, broken or given up.</param>
internal sealed record FaultFigures(TimeSpan LongestGap, TimeSpan LongestGapOfATopic, TimeSpan BackAfter, int Unavailable, int Lost, TimeSpan P99);

/// <summary>One second's answered posts.</summary>
internal readonly record struct Second(int Posts, TimeSpan P50, TimeSpan P99)
{
    public static Second Of(IEnumerable<TimeSpan> latencies)
    {
        var sorted = latencies.Order().ToArray();
        return new(sorted.Length, Figures.Percentile(sorted, 0.5), Figures.Percentile(sorted, 0.99));
    }
}
