using System.Collections.Frozen;
using Bulletin.Api.Http;

namespace Bulletin.Api.Topics.Reactions;

/// <summary>The emoji that may be reactions: those of the Unicode list, each in one spelling.</summary>
public static class Emoji
{
    private static readonly FrozenSet<string> s_all = Load();

    /// <summary>
    /// The emoji without variation selectors, which only ask for a picture instead of text. Without this, two people who see
    /// the same reaction may have sent different ones.
    /// </summary>
    /// <exception cref="ProblemException">With <c>validation_failed</c>: it is not exactly one emoji.</exception>
    public static string Normalised(string text)
    {
        var emoji = text.Replace("\uFE0F", "", StringComparison.Ordinal);
        return s_all.Contains(emoji) ? emoji : throw new ProblemException(Problems.ValidationFailed("emoji", "Must be one emoji."));
    }

    private static FrozenSet<string> Load()
    {
        using StreamReader reader = new(typeof(Emoji).Assembly.GetManifestResourceStream("Bulletin.Api.Topics.Reactions.emoji.txt")!);
        HashSet<string> all = new(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            // A keycap begins with a number sign too, but no space follows.
            if (!line.StartsWith("# ", StringComparison.Ordinal)) all.Add(line);
        }
        return all.ToFrozenSet(StringComparer.Ordinal);
    }
}
