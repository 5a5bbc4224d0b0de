namespace Bulletin.Grains.Names;

/// <summary>The keys that storage keeps to find names.</summary>
internal static class NameKeys
{
    /// <summary>Long enough to tell people apart, short enough for an index and a cursor.</summary>
    private const int MaxLength = 64;

    /// <summary>The whole name, folded.</summary>
    /// <remarks>Ends with a space, which no name does. Version 0.1.0 writes keys without it, which shows which names still have
    /// to be folded.</remarks>
    public static string Of(string name) => NameFolding.Fold(name) + ' ';

    /// <summary>
    /// The keys that find a person: the username, the display name, and the display name from the start of each word.
    /// </summary>
    public static IReadOnlySet<string> OfPerson(string username, string displayName)
    {
        HashSet<string> keys = new(StringComparer.Ordinal) { Beginning(username) };
        var folded = NameFolding.Fold(displayName);
        if (folded.Length > 0) keys.Add(Cut(folded));
        foreach (var (start, _) in NameWords.In(folded)) keys.Add(Cut(folded[start..]));
        return keys;
    }

    /// <summary>The folded prefix of a name, as typed. Matches every key that starts with it.</summary>
    public static string Beginning(string typed) => Cut(NameFolding.Fold(typed));

    private static string Cut(string key) =>
        key.Length <= MaxLength ? key : key[..(char.IsHighSurrogate(key[MaxLength - 1]) ? MaxLength - 1 : MaxLength)];
}
