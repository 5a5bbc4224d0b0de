using Bulletin.Faults.Recording;

namespace Bulletin.Faults.Checks;

/// <summary>A gateway that runs answers in time, and with nothing worse than "come back later".</summary>
internal static class Answers
{
    /// <summary>A gateway that was frozen has what queued up meanwhile to work off.</summary>
    private static readonly TimeSpan Afterwards = TimeSpan.FromSeconds(5);

    public static IEnumerable<string> Check(Evidence evidence)
    {
        var attempts = evidence.Posts.SelectMany(p => p.Attempts)
            .Concat(evidence.History.Changes.SelectMany(c => c.Attempts))
            .Concat(evidence.History.MemberCalls.SelectMany(c => c.Attempts))
            .Concat(evidence.History.OtherCalls);
        foreach (var attempt in attempts)
        {
            if (attempt.BreaksProtocol) yield return $"at {attempt.Ended} gateway {attempt.Gateway + 1} answered: {attempt.Detail}";
            var took = attempt.Ended - attempt.Invoked;
            if ((attempt.TimedOut || took > evidence.Bounds.Answer) && !MayBeLate(evidence, attempt))
                yield return $"at {attempt.Invoked} gateway {attempt.Gateway + 1} took {took.TotalSeconds:0.0} s: {attempt.Detail}";
        }
    }

    private static bool MayBeLate(Evidence evidence, Attempt attempt) => evidence.History.Disturbances.Any(d =>
        d.Gateways.Contains(attempt.Gateway) && attempt.Ended >= d.Began && attempt.Invoked <= (d.Ready ?? d.Over) + Afterwards);
}
