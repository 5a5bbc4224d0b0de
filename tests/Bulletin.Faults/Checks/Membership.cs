using Bulletin.Faults.Recording;

namespace Bulletin.Faults.Checks;

/// <summary>
/// When somebody was certainly a member of a private topic, and when certainly not. An addition or removal counts once it is answered,
/// and may have counted since it was called. One without an answer, or with one so late that the gateway may have tried it twice, may
/// still be carried out until whatever held it up is over.
/// </summary>
internal sealed class Membership
{
    private readonly (Attempt Attempt, TimeSpan Until)[] added, removed;

    public Membership(IEnumerable<MemberCall> calls, Evidence evidence)
    {
        var all = calls.ToLookup(c => c.Adds);
        (added, removed) = (Made(all[true], evidence), Made(all[false], evidence));
    }

    /// <summary>When the removal was answered since which this person has certainly been no member; null if they may be one at this time.</summary>
    public TimeSpan? OutSince(TimeSpan at) => Since(removed, added, at);

    /// <summary>When the addition was answered since which this person has certainly been a member; null if they may be none at this time.</summary>
    public TimeSpan? InSince(TimeSpan at) => Since(added, removed, at);

    private static (Attempt, TimeSpan)[] Made(IEnumerable<MemberCall> calls, Evidence evidence) =>
        [.. calls.SelectMany(c => c.Attempts).Where(a => a.Outcome != Outcome.Refused).OrderBy(a => a.Ended).Select(a => (a, evidence.Until(a)))];

    private static TimeSpan? Since((Attempt Attempt, TimeSpan Until)[] these, (Attempt Attempt, TimeSpan Until)[] others, TimeSpan at)
    {
        if (these.LastOrDefault(t => t.Attempt.Outcome == Outcome.Ok && t.Attempt.Ended < at).Attempt is not { } last) return null;
        return others.Any(o => o.Attempt.Invoked <= at && o.Until >= last.Invoked) ? null : last.Ended;
    }
}
