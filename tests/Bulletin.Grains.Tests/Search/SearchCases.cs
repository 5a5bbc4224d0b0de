using System.Text.RegularExpressions;
using Bulletin.Grains.Search;

namespace Bulletin.Grains.Tests.Search;

/// <summary>What searches find, in many scripts and in code. The same on both databases.</summary>
public static partial class SearchCases
{
    public static IReadOnlyList<SearchCase> All { get; } =
    [
        .. English, .. Latin, .. German, .. Turkish, .. Vietnamese, .. Polish,
        .. Greek, .. Cyrillic, .. Georgian, .. Armenian, .. Amharic,
        .. Hebrew, .. Arabic, .. Persian,
        .. Devanagari, .. Bengali, .. Tamil, .. Telugu, .. Tibetan,
        .. Thai, .. Lao, .. Khmer, .. Burmese,
        .. Chinese, .. Japanese, .. Korean,
        .. Emoji, .. Names, .. Languages, .. Numbers, .. Places, .. Words,
    ];

    /// <summary>For theories.</summary>
    public static TheoryData<string> Titles { get; } = [.. All.Select(one => one.Title)];

    public static SearchCase Named(string title) => All.Single(one => one.Title == title);

    /// <summary>The table for the documentation.</summary>
    public static IEnumerable<string> Markdown =>
    [
        "| | Query | Text | Found |", "|---|---|---|---|",
        .. All.Select(one => $"| {one.Title} | `{one.Query}` | {one.Text.Replace("\n", " ", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal)} | {(one.IsFound ? "yes" : "no")} |"),
    ];

    /// <summary>A query as it is written in the cases: words, "phrases", beginnings* and -excluded ones.</summary>
    public static IReadOnlyList<SearchedText> Texts(string query) => [.. Pieces().Matches(query).Select(piece => Text(piece.Groups["text"].Value, piece))];

    private static SearchedText Text(string text, Match piece) => piece.Groups["quote"].Success ? new(text, SearchedTextKind.Phrase, piece.Groups["not"].Success)
        : text is [.. var beginning, '*'] ? new(beginning, SearchedTextKind.Prefix, piece.Groups["not"].Success)
        : new(text, SearchedTextKind.Word, piece.Groups["not"].Success);

    [GeneratedRegex("""(?<not>-(?!-))?(?:(?<quote>")(?<text>[^"]*)"|(?<text>\S+))""")]
    private static partial Regex Pieces();

    private static SearchCase[] In(string group, params SearchCase[] cases) => [.. cases.Select(one => one with { Group = group })];

    private static SearchCase Found(string name, string query, string text) => new("", name, query, text, IsFound: true);

    private static SearchCase Missed(string name, string query, string text) => new("", name, query, text, IsFound: false);
}

/// <param name="Query">See <see cref="SearchCases.Texts"/>.</param>
/// <param name="Text">The text of a message.</param>
public sealed record SearchCase(string Group, string Name, string Query, string Text, bool IsFound)
{
    public string Title => $"{Group}: {Name}";

    public IReadOnlyList<SearchedText> Texts => SearchCases.Texts(Query);
}
