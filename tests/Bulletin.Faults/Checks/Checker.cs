using Bulletin.Faults.Recording;

namespace Bulletin.Faults.Checks;

/// <summary>Compares what clients did and saw with what the database holds.</summary>
internal static class Checker
{
    /// <summary>The checks by name, in the order in which they are told.</summary>
    public static readonly IReadOnlyList<(string Name, string Promise, Func<Evidence, IEnumerable<string>> Run)> All =
    [
        ("durable", "Every acknowledged message is stored once, under the seq it was acknowledged with, byte for byte.", Durable.Check),
        ("changes", "A message shows its last acknowledged edit or deletion.", LastChange.Check),
        ("dense", "Each topic's seqs are 1, 2, 3 … n; each change has a revision of its own, without a gap.", Dense.Check),
        ("once", "A post of unknown outcome is stored once or not at all; repeating it answers with the same seq.", Once.Check),
        ("nothing else", "Nothing is stored that nobody posted.", NothingElse.Check),
        ("views", "What a connected client sees goes forward only, holds what is stored and misses nothing of it, also across reconnects.", Views.Check),
        ("reads", "A read through any gateway shows what was acknowledged before it began, and no reader goes back.", Reads.Check),
        ("private", "What was posted after a removal was answered is not shown to the removed person before they are added again; no member is told that there is no such topic.", Private.Check),
        ("mine", "Everybody is shown what is stored of theirs, on each gateway and device; a position that was answered is kept; each mention notifies once.", Mine.Check),
        ("search", "In the end, a search finds every message that is not deleted, once, by its text as it is.", Findable.Check),
        ("real time", "If one post was acknowledged before another in its topic began, its seq is lower.", RealTime.Check),
        ("quiet", "Once nobody posts, all clients hold the same, and the directory is in order of last activity.", Quietness.Check),
        ("recovers", "Some seconds after a fault is over and everything is ready, every post and change is answered at the first attempt.", Recovers.Check),
        ("struck", "Each cut kept something from arriving: it was one.", Struck.Check),
        ("answers", "Every call is answered in time; the only server error is 503 with Retry-After.", Answers.Check),
    ];

    public static IReadOnlyList<Violation> Check(History history, Stored stored, Bounds bounds)
    {
        var evidence = new Evidence(history, stored, bounds);
        return [.. All.SelectMany(check => check.Run(evidence).Select(what => new Violation(check.Name, what)))];
    }
}
