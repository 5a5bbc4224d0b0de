using Bulletin.Faults.Recording;

namespace Bulletin.Faults.Checks;

/// <summary>What is a person's own: how far they have read, what is unread, and whom a mention has reached.</summary>
internal static class Mine
{
    public static IEnumerable<string> Check(Evidence evidence) => [.. Quiets(evidence), .. Positions(evidence), .. Mentions(evidence)];

    /// <summary>The acknowledged messages of whose mention somebody is to be notified: in topics that they have never muted.</summary>
    public static IEnumerable<(int Topic, long Seq)> Expected(History history, Guid person) =>
        from post in history.Posts
        where post.Mentions.Contains(person) && post.Acked is { Seq: not null } && !history.Mutes.Contains((person, post.Topic))
        select (post.Topic, post.Acked!.Seq!.Value);

    /// <summary>How many positions, as they were listed at rest, were held against one that had been answered before.</summary>
    public static int PositionsToKeep(Evidence evidence) => Promised(evidence).Count();

    private static IEnumerable<string> Quiets(Evidence evidence) => evidence.History.MineQuiets.Where(quiet => quiet.Took is null)
        .Select(quiet => $"at {quiet.At} not everybody came to be shown what is theirs: {quiet.Missing}");

    private static IEnumerable<string> Positions(Evidence evidence) => Promised(evidence).Where(kept => kept.Mark.ReadSeq > kept.Look.ReadSeq)
        .Select(kept => $"{kept.Look.Person} had read topic {kept.Look.Topic} up to {kept.Mark.ReadSeq}, answered at {kept.Mark.Attempt.Ended}; at {kept.Look.At} it was listed as read up to {kept.Look.ReadSeq}");

    /// <summary>Every look at a position after which it has to be somewhere, with the furthest that was answered.</summary>
    private static IEnumerable<(PositionLook Look, Mark Mark)> Promised(Evidence evidence)
    {
        var marks = evidence.History.Marks.Where(mark => mark.Attempt.Outcome != Outcome.Refused).ToLookup(mark => (mark.Person, mark.Topic));
        foreach (var look in evidence.History.PositionLooks)
        {
            var calls = marks[(look.Person, look.Topic)].ToArray();
            // Whatever was answered before may have been taken back.
            var back = calls.Where(call => call.Unread && call.Attempt.Invoked <= look.At).Select(call => evidence.Until(call.Attempt)).DefaultIfEmpty(TimeSpan.MinValue).Max();
            var furthest = calls.Where(call => !call.Unread && call.ReadSeq is not null && call.Attempt.Invoked > back && call.Attempt.Ended < look.At)
                .OrderByDescending(call => call.ReadSeq).FirstOrDefault(call => !MayBeLost(evidence, call, look.At));
            if (furthest is not null) yield return (look, furthest);
        }
    }

    /// <summary>Whether something may have ended a process, or parted it from the others, before the position was written.</summary>
    private static bool MayBeLost(Evidence evidence, Mark mark, TimeSpan at) =>
        evidence.History.Disturbances.Any(fault => fault.Began <= at && mark.Attempt.Ended >= fault.Began - evidence.Bounds.Written && mark.Attempt.Invoked <= Past(evidence, fault))
        || evidence.History.Incidents.Any(incident => incident.At <= at && mark.Attempt.Ended >= incident.At - evidence.Bounds.Written && mark.Attempt.Invoked <= incident.At);

    /// <summary>A silo that was parted from the others may answer as if it were not until it finds out.</summary>
    private static TimeSpan Past(Evidence evidence, Disturbance fault) =>
        (fault.Ready ?? fault.Over) + (fault.PartsSilos ? evidence.Bounds.Stale : evidence.Bounds.Written);

    private static IEnumerable<string> Mentions(Evidence evidence)
    {
        var listed = evidence.History.NotifiedOf.ToDictionary(of => of.Person, of => of.Mentions);
        foreach (var person in evidence.Posts.SelectMany(post => post.Mentions).Concat(listed.Keys).Distinct())
        {
            var times = listed.GetValueOrDefault(person, []).CountBy(message => message).ToDictionary();
            foreach (var message in Expected(evidence.History, person).Where(message => !times.ContainsKey(message)))
                yield return $"{person} was not notified of topic {message.Topic}, seq {message.Seq}, which mentions them";
            foreach (var ((topic, seq), count) in times)
            {
                if (count > 1) yield return $"{person} was notified {count} times of topic {topic}, seq {seq}";
                if (!IsMentioned(evidence, topic, seq, person)) yield return $"{person} was notified of topic {topic}, seq {seq}, which does not mention them";
            }
        }
    }

    private static bool IsMentioned(Evidence evidence, int topic, long seq, Guid person) =>
        evidence.At(topic, seq) is { } row && evidence.ByClientId.TryGetValue((topic, row.Author, row.ClientId), out var post) && post.Mentions.Contains(person);
}
