using System.Globalization;
using System.Text;
using Bulletin.Faults.Checks;
using Bulletin.Faults.Recording;

namespace Bulletin.Faults.Report;

/// <summary>What a run showed, to read.</summary>
internal static class MarkdownReport
{
    public static string Of(RunOptions options, RunResult result, Figures figures)
    {
        var history = result.History;
        var text = new StringBuilder();
        var evidence = new Evidence(history, result.Stored, options.Bounds);
        var stale = Reads.StaleLooks(evidence).ToArray();
        var whileOut = Private.WhileOut(evidence);
        Line($"# Faults, seed {options.Seed}: {(result.Violations.Count == 0 ? "no violation" : $"{result.Violations.Count} violations")}");
        Line($"");
        Line($"`{options.Command}`, {history.Clock.BeganAt:yyyy-MM-dd HH:mm} UTC,");
        Line($"{history.Disturbances.Count} faults in {history.Clock.Now.TotalMinutes:0} minutes. {(options.Layout == Machines.Layout.Split ? "Three silos, two gateways" : "Three gateways with a silo inside each")}; Postgres {result.PostgresVersion};");
        Line($"{result.Network}. Machine: {Machine.Description}; clients, cluster and database share it.");
        if (Machine.Load is { } load) Line($"When it ended, {load} threads ran or waited for a core, on average over the last quarter of an hour, those of other work included.");
        Line($"An answer is late after {S(options.Bounds.Answer)}{(options.Slack > TimeSpan.Zero ? $", {S(options.Slack)} of them granted for that other work" : "")}.");
        Line($"");
        Line($"![Posts answered each second and their latency, with a band for each fault](timeline.svg)");
        Counts();
        Promises();
        ByFault();
        Incidents();
        return text.ToString();

        void Counts()
        {
            var posts = history.Posts.ToArray();
            var calm = history.Disturbances.OrderBy(d => d.Began).Select(d => d.Began).FirstOrDefault();
            var before = figures.Latencies(TimeSpan.Zero, calm);
            Line($"");
            Line($"| | |");
            Line($"|---|---|");
            Line($"| Posts acknowledged | {posts.Count(p => p.Acked is not null):N0} of {posts.Length:N0}, {posts.Count(p => p.Attempts.Any(a => a.Outcome == Outcome.Unknown)):N0} of them only after an attempt of unknown outcome |");
            Line($"| Posts not stored | {Unstored.Of(history, result.Stored)} |");
            Line($"| Posts repeated after they were acknowledged | {posts.Sum(p => p.Attempts.Count(a => a.Outcome == Outcome.Ok) - 1 is > 0 and var again ? again : 0):N0}, each answered with the same seq |");
            Line($"| Edits and deletions acknowledged | {history.Changes.Count(c => c.IsAcked):N0} of {history.Changes.Count:N0} |");
            Line($"| Messages told to followers | {history.Views.Sum(v => v.Events.Count(e => e is ToldEvent)):N0}, over {history.Views.Sum(v => v.Events.Count(e => e is JoinedEvent)):N0} joins, {history.Views.Sum(v => v.Events.Count(e => e is JoinedEvent { Reset: true })):N0} of them told to begin anew |");
            Line($"| Removals from private topics acknowledged | {history.MemberCalls.Count(c => !c.Adds && c.IsAcked):N0} of {history.MemberCalls.Count(c => !c.Adds):N0}, and {history.MemberCalls.Count(c => c.Adds && c.IsAcked):N0} additions |");
            Line($"| While certainly removed, guests were turned away | {whileOut.TurnedAway:N0} times; {whileOut.Shown:N0} of {history.Shown.Count:N0} answers and events that showed them something came then |");
            Line($"| Posts that mention somebody acknowledged | {posts.Count(p => p.Acked is not null && p.Mentions.Count > 0):N0}; {history.NotifiedOf.Sum(of => of.Mentions.Count):N0} notifications of them were listed |");
            Line($"| Marks as read or unread answered | {history.Marks.Count(m => m.ReadSeq is not null):N0} of {history.Marks.Count:N0}; {Mine.PositionsToKeep(evidence):N0} times a position at rest had to be as far as one of them |");
            Line($"| Pages read | {history.Looks.Count:N0}, old: {Old(stale)} |");
            Line($"| Before the first fault | posts answered in {Ms(Figures.Percentile(before, 0.5))} (median), {Ms(Figures.Percentile(before, 0.99))} (99th percentile) |");
            Line($"| Away from faults, followers of different gateways are told | within {Ms(Figures.Percentile(figures.Skew, 0.5))} of each other (median), {Ms(Figures.Percentile(figures.Skew, 0.99))} (99th percentile) |");
            Line($"| Once nobody posts, every follower is up to date | within {Ms(Longest(q => q.Views))} at the latest of {history.Quiets.Count} times |");
            Line($"| and the directory is in order | within {Ms(Longest(q => q.Directory))} at the latest |");
            Line($"| Once nobody marks anything, everybody is shown what is theirs | within {Ms(history.MineQuiets.Select(q => q.Took ?? TimeSpan.MaxValue).DefaultIfEmpty().Max())} at the latest of {history.MineQuiets.Count} times |");
        }

        IEnumerable<(Look, TimeSpan)> StaleDuring(IEnumerable<Disturbance> faults) =>
            stale.Where(s => faults.Any(d => d.Began <= s.Look.Ended && s.Look.Invoked <= d.Over));

        TimeSpan Longest(Func<Quiet, TimeSpan?> of) => history.Quiets.Select(q => of(q) ?? TimeSpan.MaxValue).DefaultIfEmpty().Max();

        void Promises()
        {
            Line($"");
            Line($"| Check | What has to hold | Violations |");
            Line($"|---|---|---|");
            foreach (var (name, promise, _) in Checker.All) Line($"| {name} | {promise} | {result.Violations.Count(v => v.Check == name)} |");
            foreach (var violation in result.Violations.Take(40)) Line($"- {violation}");
        }

        void ByFault()
        {
            Line($"");
            Line($"| Fault | Times | No post answered for at most | in the worst topic | all topics back after its end | answered 503 | no answer | p99 | old reads, the oldest | caught |");
            Line($"|---|---|---|---|---|---|---|---|---|---|");
            foreach (var kind in history.Disturbances.GroupBy(d => d.Name).OrderBy(g => g.Key, StringComparer.Ordinal))
            {
                var all = kind.Select(figures.Of).ToArray();
                Line($"| {kind.Key} | {all.Length} | {S(all.Max(f => f.LongestGap))} | {S(all.Max(f => f.LongestGapOfATopic))} | {S(all.Max(f => f.BackAfter))} | {all.Sum(f => f.Unavailable)} | {all.Sum(f => f.Lost)} | {S(all.Max(f => f.P99))} | {Old(StaleDuring(kind))} | {(kind.All(d => d.Caught is null) ? "" : $"{kind.Sum(d => d.Caught):N0}")} |");
            }
            Line($"");
            Line($"Times are the longest of all times a fault was made. An attempt that was answered 503, or not at all, was repeated");
            Line($"under its client id until it was answered. A read is old that lacks what had been acknowledged, or seen by the same");
            Line($"reader, before it began. Caught are packets that a cut kept from arriving, or statements that were broken off.");
            var lost = figures.LostBy(history.Disturbances);
            if (lost.Count == 0) return;
            Line($"");
            Line($"No answer means:");
            foreach (var (fault, what, times) in lost) Line($"- {fault}: {times} times {what}");
        }

        void Incidents()
        {
            if (history.Incidents.IsEmpty) return;
            Line($"");
            Line($"Processes that ended by themselves (a silo that the others have given up ends, and is started again):");
            foreach (var (at, what) in history.Incidents) Line($"- {at:hh\\:mm\\:ss} {what}");
        }

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    private static string Old(IEnumerable<(Look, TimeSpan Age)> stale)
    {
        var ages = stale.Select(s => s.Age).ToArray();
        return ages.Length == 0 ? "none" : $"{ages.Length}, by {Ms(ages.Max())}";
    }

    private static string S(TimeSpan time) => time.TotalSeconds.ToString("0.0 s", CultureInfo.InvariantCulture);

    private static string Ms(TimeSpan time) => time == TimeSpan.MaxValue ? "never" : time.TotalSeconds >= 1 ? S(time) : $"{time.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture)} ms";
}
