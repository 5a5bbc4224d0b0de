using Bulletin.Faults.Recording;

namespace Bulletin.Faults.Checks;

/// <summary>Nothing of a fault is left once it has been over for a while, until the next begins.</summary>
internal static class Recovers
{
    public static IEnumerable<string> Check(Evidence evidence)
    {
        var attempts = evidence.Posts.SelectMany(p => p.Attempts).Concat(evidence.History.Changes.SelectMany(c => c.Attempts))
            .Concat(evidence.History.MemberCalls.SelectMany(c => c.Attempts))
            .Where(a => a.Outcome == Outcome.Unknown).ToArray();
        var faults = evidence.History.Disturbances.Where(d => d.Ready is not null).OrderBy(d => d.Began).ToArray();
        foreach (var (i, fault) in faults.Index())
        {
            var (from, to) = (fault.Ready!.Value + evidence.Bounds.Recover, i + 1 < faults.Length ? faults[i + 1].Began : TimeSpan.MaxValue);
            foreach (var attempt in attempts.Where(a => a.Invoked > from && a.Ended < to))
                yield return $"at {attempt.Invoked}, {(attempt.Invoked - fault.Ready.Value).TotalSeconds:0} s after '{fault.Name}' ({fault.Target}) was over, gateway {attempt.Gateway + 1} answered: {attempt.Detail}";
        }
    }
}
