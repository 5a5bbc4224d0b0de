using Bulletin.Faults.Recording;

namespace Bulletin.Faults.Checks;

/// <summary>What a connected client saw is a prefix of the log, told in order, whatever became of its connections.</summary>
internal static class Views
{
    public static IEnumerable<string> Check(Evidence evidence) => evidence.History.Views.SelectMany(view => Check(evidence, view));

    private static IEnumerable<string> Check(Evidence evidence, View view)
    {
        Dictionary<long, Seen> held = [];
        var (revision, floor) = (-1L, 1L);
        foreach (var happened in view.Events)
        {
            IReadOnlyList<Seen> messages;
            if (happened is JoinedEvent joined)
            {
                messages = joined.Messages;
                if (joined.After is null || joined.Reset)
                {
                    held.Clear();
                    revision = -1;
                    floor = messages.Count == 0 ? 1 : messages[0].Seq;
                }
                else if (!messages.Select(m => m.Revision).SequenceEqual(messages.Select(m => m.Revision).Order()))
                    yield return $"{Name(view, happened)}: what changed since {joined.After} came out of order";
            }
            else messages = [((ToldEvent)happened).Message];

            foreach (var message in messages)
            {
                if (Wrong(evidence, view.Topic, message) is { } wrong) yield return $"{Name(view, happened)}: {wrong}";
                var forward = happened is JoinedEvent { After: null } or JoinedEvent { Reset: true } || message.Revision > revision;
                if (!forward) yield return $"{Name(view, happened)}: revision {message.Revision} came when it held {revision}";
                if (happened is ToldEvent) revision = Math.Max(revision, message.Revision);
                held[message.Seq] = message;
            }
            if (happened is JoinedEvent { Revision: var reached } && reached < revision) yield return $"{Name(view, happened)}: joined at {reached} when it held {revision}";
            if (happened is JoinedEvent { Revision: var at }) revision = Math.Max(revision, at);
        }

        // All that was committed up to where it came, and nothing of it in an older state.
        foreach (var row in evidence.Logs.GetValueOrDefault(view.Topic, []))
        {
            if (row.Seq < floor || row.Revision > revision) continue;
            if (!held.TryGetValue(row.Seq, out var seen)) yield return $"{view.Client}, topic {view.Topic}: came to revision {revision} without seq {row.Seq} (revision {row.Revision})";
            else if (seen.Revision != row.Revision) yield return $"{view.Client}, topic {view.Topic}: came to revision {revision} with seq {row.Seq} as of {seen.Revision}, not {row.Revision}";
        }
    }

    /// <summary>Why nobody should have seen this message, or null.</summary>
    public static string? Wrong(Evidence evidence, int topic, Seen seen)
    {
        if (evidence.At(topic, seen.Seq) is not { } row) return $"topic {topic}: seq {seen.Seq} was shown and is not stored";
        if (row.ClientId != seen.ClientId || row.Author != seen.Author)
            return $"topic {topic}: seq {seen.Seq} was shown as {seen.ClientId} and is stored as {row.ClientId}";
        if (row.Revision == seen.Revision)
            return Seen.Fingerprint(row.Text) == seen.Text ? null : $"topic {topic}: seq {seen.Seq} was shown with another text than is stored under revision {row.Revision}";
        if (row.Revision < seen.Revision) return $"topic {topic}: seq {seen.Seq} was shown as of revision {seen.Revision}, stored is {row.Revision}";
        return evidence.ByClientId.TryGetValue((topic, seen.Author, seen.ClientId), out var post) && !evidence.MayShow(post, seen.Text)
            ? $"topic {topic}: seq {seen.Seq} was shown with a text that nobody wrote"
            : null;
    }

    private static string Name(View view, ViewEvent happened) => $"{view.Client}, topic {view.Topic}, at {happened.At}";
}
