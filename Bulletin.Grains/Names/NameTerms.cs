using System.Text;

namespace Bulletin.Grains.Names;

/// <summary>
/// The terms under which an index keeps a name, and those of what is typed. They narrow a search down to few names: which of them fit is for
/// <see cref="NameSearch"/> to say.
/// </summary>
/// <remarks>Terms are letters and digits, and characters outside ASCII. So neither engine's query language takes one for anything else.</remarks>
internal static class NameTerms
{
    /// <summary>How long parts of words are. From each letter on, also at the end of a word, where they are shorter.</summary>
    private const int PartLength = 3;

    /// <summary>Between the first letter of a word and one that follows anywhere.</summary>
    private const char Then = '\uE080';

    /// <summary>In place of ASCII characters that are neither letters nor digits. In Unicode's private use area.</summary>
    private const char FirstSign = '\uE000';

    /// <summary>How many terms of a typed word are looked for. More would hardly narrow the search down.</summary>
    private const int MostOfWord = 8;

    public static IReadOnlySet<string> Of(string name)
    {
        var folded = NameFolding.Fold(name);
        HashSet<string> terms = new(StringComparer.Ordinal);
        foreach (var word in folded.Split(' ', StringSplitOptions.RemoveEmptyEntries)) terms.UnionWith(Parts(Runes(word)));
        foreach (var (start, length) in NameWords.In(folded)) terms.UnionWith(Pairs(Runes(folded.Substring(start, length))));
        return terms;
    }

    /// <summary>What every name has that contains this.</summary>
    public static IReadOnlyList<NameTerm> OfPart(string typed)
    {
        var runes = Runes(typed);
        return runes.Length < PartLength
            ? [new(Text(runes), IsPrefix: true)]
            : [.. Parts(runes).Take(Math.Min(MostOfWord, runes.Length - PartLength + 1)).Distinct(StringComparer.Ordinal).Select(part => new NameTerm(part))];
    }

    /// <summary>What every name has in which a word begins like this and goes on with its other letters, in their order.</summary>
    /// <param name="typed">At least two letters.</param>
    public static IReadOnlyList<NameTerm> OfAbbreviation(string typed) =>
        [.. Pairs(Runes(typed)).Distinct(StringComparer.Ordinal).Take(MostOfWord).Select(pair => new NameTerm(pair))];

    private static IEnumerable<string> Parts(Rune[] word) => word.Select((_, at) => Text(word.AsSpan(at, Math.Min(PartLength, word.Length - at))));

    private static IEnumerable<string> Pairs(Rune[] word) => word.Skip(1).Select(letter => $"{Text([word[0]])}{Then}{Text([letter])}");

    private static Rune[] Runes(string text) => [.. text.EnumerateRunes()];

    private static string Text(ReadOnlySpan<Rune> runes)
    {
        StringBuilder text = new();
        foreach (var rune in runes) text.Append((rune.IsAscii && !Rune.IsLetterOrDigit(rune) ? new Rune(FirstSign + rune.Value) : rune).ToString());
        return text.ToString();
    }
}

/// <param name="IsPrefix">Any term that begins with the text.</param>
internal readonly record struct NameTerm(string Text, bool IsPrefix = false);
