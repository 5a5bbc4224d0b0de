using System.Globalization;
using System.Text;

namespace Bulletin.Grains.Storage.Postgres;

/// <summary>The text of a <c>tsvector</c>. Built here, and not by a text search configuration, so that no locale of a database has a say.</summary>
internal static class TsVector
{
    // Postgres' own limits, or a little less: a term of 2 KB, a last position, positions of a term, and 1 MB of all.
    internal const int MaxTermBytes = 2_000, MaxPosition = 16_383, MaxPositions = 255, MaxBytes = 1_000_000;

    // Of a term and of a position.
    private const int TermOverhead = 8, PositionBytes = 2;

    /// <summary>What is too much is left out: later positions, then later terms.</summary>
    /// <param name="words">With their positions.</param>
    /// <param name="others">Without a position, so that they are in no phrase.</param>
    public static string Of(IReadOnlyList<string> words, IReadOnlyList<string> others)
    {
        Dictionary<string, List<int>> positions = new(StringComparer.Ordinal);
        var bytes = 0;
        // First the few, which are the index's own for the most part.
        foreach (var other in others) Add(other, position: null);
        for (var at = 0; at < words.Count; at++) Add(words[at], position: at + 1);
        return Text(positions);

        void Add(string term, int? position)
        {
            if (!positions.TryGetValue(term, out var its))
            {
                var length = Encoding.UTF8.GetByteCount(term);
                if (length > MaxTermBytes || bytes + length + TermOverhead > MaxBytes) return;
                bytes += length + TermOverhead;
                positions[term] = its = [];
            }
            if (position is not { } place || place > MaxPosition || its.Count == MaxPositions || bytes + PositionBytes > MaxBytes) return;
            bytes += PositionBytes;
            its.Add(place);
        }
    }

    /// <summary>A term between quotation marks, for a <c>tsquery</c> too.</summary>
    public static string Quoted(string term) =>
        $"'{term.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}'";

    private static string Text(Dictionary<string, List<int>> terms)
    {
        StringBuilder text = new();
        foreach (var (term, positions) in terms)
        {
            text.Append(Quoted(term));
            if (positions.Count > 0) text.Append(':').AppendJoin(',', positions.Select(position => position.ToString(CultureInfo.InvariantCulture)));
            text.Append(' ');
        }
        return text.ToString();
    }
}
