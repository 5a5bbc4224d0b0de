using System.Globalization;
using System.Text;
using Bulletin.Api.Http;

namespace Bulletin.Api.Topics;

/// <summary>What a topic's texts may be. Lengths are in characters: Unicode scalar values.</summary>
public static class TopicRules
{
    public const int MaxName = 128;
    public const int MaxDescription = 1000;

    /// <summary>
    /// One visible line. White space around it is cut off, since nobody sees it; what would break the line or turn the text
    /// around it (controls, separators, directional overrides) is refused, since it would spoil lists and logs.
    /// </summary>
    public static string Name(string? text, Fields fields)
    {
        var name = text?.Trim() ?? "";
        _ = fields.Require(text is not null, "name", "Is required.")
            && fields.RequireText(name, "name", 1, MaxName)
            && fields.Require(!name.EnumerateRunes().Any(BreaksLine), "name", "Holds control characters.")
            && fields.Require(!Fields.IsBlank(name), "name", "Is blank.");
        return name;
    }

    /// <summary>Any text, over several lines if need be; a blank one is none.</summary>
    public static string Description(string? text, Fields fields)
    {
        var description = text?.Trim() ?? "";
        fields.RequireText(description, "description", 0, MaxDescription);
        return description;
    }

    /// <summary>What a list of topics is searched for; null when nothing is.</summary>
    public static string? Query(string? text, Fields fields)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        var query = text.Trim();
        fields.RequireText(query, "query", 1, MaxName);
        return query;
    }

    private static bool BreaksLine(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        || rune.Value is >= 0x202A and <= 0x202E or >= 0x2066 and <= 0x2069;
}
