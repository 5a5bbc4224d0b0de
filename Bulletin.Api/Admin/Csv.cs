using System.Buffers;

namespace Bulletin.Api.Admin;

/// <summary>Rows of comma-separated values (RFC 4180).</summary>
internal static class Csv
{
    private static readonly SearchValues<char> Quoted = SearchValues.Create(",\"\r\n");

    /// <summary>One row with its line break.</summary>
    /// <param name="cells">Null for an empty cell.</param>
    public static string Row(params IEnumerable<string?> cells) => string.Join(',', cells.Select(Cell)) + "\r\n";

    private static string Cell(string? text)
    {
        if (string.IsNullOrEmpty(text)) return "";
        // A spreadsheet would run it as a formula: names and texts are of anybody's choice.
        if (text[0] is '=' or '+' or '-' or '@' or '\t' or '\r') text = "'" + text;
        return text.AsSpan().ContainsAny(Quoted) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }
}
