using Bulletin.Faults.Recording;

namespace Bulletin.Faults.Checks;

/// <summary>
/// Whoever was removed from a private topic is shown nothing that was posted or changed after the removal was answered, by any way and
/// through any gateway, until they are added again. And no member is told that the topic does not exist.
/// </summary>
internal static class Private
{
    public static IEnumerable<string> Check(Evidence evidence)
    {
        var memberships = Memberships(evidence);
        var changed = Changed(evidence);
        foreach (var shown in evidence.History.Shown)
        {
            if (memberships.GetValueOrDefault((shown.Topic, shown.Person))?.OutSince(shown.At) is not { } removed) continue;
            foreach (var position in shown.Positions)
            {
                var called = Called(evidence, changed, shown.Topic, position);
                if (called <= removed) continue;
                yield return $"at {shown.At} gateway {shown.Gateway + 1} showed {shown.Person} seq {position.Seq}, revision {position.Revision} of topic {shown.Topic} ({shown.Path}): "
                    + $"asked for at {called}, after their removal was answered at {removed}";
                break;
            }
        }

        foreach (var (topic, person, attempt) in evidence.History.TurnedAway)
            if (memberships.GetValueOrDefault((topic, person))?.InSince(attempt.Ended) is { } added && added < attempt.Invoked)
                yield return $"at {attempt.Invoked} gateway {attempt.Gateway + 1} told {person} that topic {topic} does not exist, though they were a member since {added}: {attempt.Detail}";
    }

    /// <summary>How often somebody was shown something, and how often turned away, while they were certainly no member.</summary>
    public static (int Shown, int TurnedAway) WhileOut(Evidence evidence)
    {
        var memberships = Memberships(evidence);
        return (
            evidence.History.Shown.Count(s => memberships.GetValueOrDefault((s.Topic, s.Person))?.OutSince(s.At) is not null),
            evidence.History.TurnedAway.Count(t => memberships.GetValueOrDefault((t.Topic, t.Person))?.OutSince(t.Attempt.Ended) is not null));
    }

    private static Dictionary<(int Topic, Guid Person), Membership> Memberships(Evidence evidence) =>
        evidence.History.MemberCalls.GroupBy(c => (c.Topic, c.Person)).ToDictionary(g => g.Key, g => new Membership(g, evidence));

    /// <summary>Before this, nobody had asked for what is shown.</summary>
    private static TimeSpan Called(Evidence evidence, Dictionary<(int Topic, long Revision), TimeSpan> changed, int topic, Position position)
    {
        var posted = evidence.At(topic, position.Seq) is { } row && evidence.ByClientId.TryGetValue((topic, row.Author, row.ClientId), out var post) ? post.Invoked : TimeSpan.Zero;
        var edited = changed.GetValueOrDefault((topic, position.Revision));
        return edited > posted ? edited : posted;
    }

    /// <summary>The edits that were answered with their revision, by when they were first asked for.</summary>
    private static Dictionary<(int Topic, long Revision), TimeSpan> Changed(Evidence evidence)
    {
        Dictionary<(int, long), TimeSpan> changed = [];
        foreach (var change in evidence.History.Changes)
            foreach (var attempt in change.Attempts)
                if (attempt is { Outcome: Outcome.Ok, Revision: { } revision }) changed[(change.Post.Topic, revision)] = change.Attempts[0].Invoked;
        return changed;
    }
}
