using Bulletin.Faults.Recording;

namespace Bulletin.Faults.Checks;

/// <summary>In the end, a search finds what is stored: each message that is not deleted, once, by its text as it is.</summary>
internal static class Findable
{
    public static IEnumerable<string> Check(Evidence evidence) => evidence.History.Found.SelectMany(found => Check(found, Expected(evidence.Stored, found.Topic, found.Word)));

    /// <summary>The messages that a search is to find.</summary>
    public static IEnumerable<Seen> Expected(Stored stored, int topic, string? word) =>
        from row in stored.Messages
        where row.Topic == topic && !row.Deleted && row.Text is not null && (word is null || row.Text.Contains(word, StringComparison.Ordinal))
        select new Seen(row.Seq, row.Revision, row.Author, row.ClientId, Seen.Fingerprint(row.Text));

    private static IEnumerable<string> Check(Found found, IEnumerable<Seen> stored)
    {
        var (times, expected) = (found.Messages.CountBy(message => message).ToDictionary(), stored.ToHashSet());
        var what = $"a search of topic {found.Topic} for {(found.Word is null ? "everything" : $"'{found.Word}'")}";
        foreach (var message in expected.Where(message => !times.ContainsKey(message))) yield return $"{what} does not find seq {message.Seq}, or not as it is";
        foreach (var (message, count) in times)
        {
            if (count > 1) yield return $"{what} finds seq {message.Seq} {count} times";
            if (!expected.Contains(message)) yield return $"{what} finds seq {message.Seq} as it is not stored";
        }
    }
}
