using System.Text;

namespace Bulletin.Grains.Names;

/// <summary>A search by words of names: which names fit.</summary>
/// <param name="Words">Folded, each once. A name has to have all of them, in any order.</param>
/// <param name="IsLoose">
/// Whether abbreviations of words fit too: their first letter and some that follow, in their order. Otherwise words fit that are contained in the name.
/// </param>
internal sealed record NameSearch(IReadOnlyList<string> Words, bool IsLoose)
{
    private const int ShortestAbbreviation = 2;

    /// <summary>First what was typed, and then, for when nothing fits, abbreviations.</summary>
    public static IReadOnlyList<NameSearch> Of(string query)
    {
        var words = NameFolding.Words(query);
        return words.Any(IsAbbreviation) ? [new(words, IsLoose: false), new(words, IsLoose: true)] : [new(words, IsLoose: false)];
    }

    /// <param name="key">The name, folded.</param>
    public bool Fits(string key) => Words.All(word => key.Contains(word, StringComparison.Ordinal) || IsLoose && Abbreviates(word, key));

    /// <summary>For each word: which terms an index has of the names that may fit. Either all of the first, or all of the second.</summary>
    public IEnumerable<IReadOnlyList<IReadOnlyList<NameTerm>>> Terms => Words.Select(word => (IReadOnlyList<IReadOnlyList<NameTerm>>)
        (IsLoose && IsAbbreviation(word) ? [NameTerms.OfPart(word), NameTerms.OfAbbreviation(word)] : [NameTerms.OfPart(word)]));

    private static bool IsAbbreviation(string typed) => typed.EnumerateRunes().Count() >= ShortestAbbreviation;

    private static bool Abbreviates(string typed, string key)
    {
        if (!IsAbbreviation(typed)) return false;
        Rune.DecodeFromUtf16(typed, out var first, out _);
        foreach (var (start, length) in NameWords.In(key))
            if (Rune.GetRuneAt(key, start) == first && HasInOrder(key.AsSpan(start, length), typed)) return true;
        return false;
    }

    private static bool HasInOrder(ReadOnlySpan<char> word, string typed)
    {
        var found = 0;
        foreach (var character in word)
            if (found < typed.Length && character == typed[found]) found++;
        return found == typed.Length;
    }
}
