using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Bulletin.Grains.Names;

/// <summary>
/// Folds names for search. Names that differ only in case, accents or Unicode form fold to the same text: Café becomes cafe,
/// composed or not, Straße becomes strasse, and full-width letters become ordinary ones.
/// </summary>
/// <remarks>Uses a table: the runtime's normalisation needs ICU, which this program runs without. Vowel signs and voicing marks
/// of other scripts are kept.</remarks>
public static class NameFolding
{
    private const int FirstSyllable = 0xAC00, LastSyllable = 0xD7A3, Leading = 0x1100, Vowel = 0x1161, Trailing = 0x11A7, Vowels = 21, Trailings = 28;

    private static readonly FrozenDictionary<int, string> Table = FoldingTable.Load("folding.txt");

    /// <summary>White space becomes single spaces, with none at the ends.</summary>
    public static string Fold(string name)
    {
        StringBuilder folded = new(name.Length);
        foreach (var rune in name.EnumerateRunes())
        {
            if (Table.TryGetValue(rune.Value, out var letters)) folded.Append(letters);
            else if (rune.Value is >= FirstSyllable and <= LastSyllable) AppendSyllable(folded, rune.Value - FirstSyllable);
            else folded.Append(rune.ToString());
        }
        return string.Join(' ', WordsIn(folded.ToString()));
    }

    /// <summary>The distinct words of a search.</summary>
    public static IReadOnlyList<string> Words(string query) => [.. WordsIn(Fold(query)).Distinct(StringComparer.Ordinal)];

    /// <summary>What a character folds to, if it is in the table. Empty: nothing remains of it.</summary>
    internal static bool TryFold(int character, [NotNullWhen(true)] out string? letters) => Table.TryGetValue(character, out letters);

    private static string[] WordsIn(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Korean is decomposed, so that a partly typed syllable matches.</summary>
    private static void AppendSyllable(StringBuilder folded, int index)
    {
        folded.Append((char)(Leading + index / (Vowels * Trailings))).Append((char)(Vowel + index / Trailings % Vowels));
        if (index % Trailings > 0) folded.Append((char)(Trailing + index % Trailings));
    }
}
