namespace Bulletin.Api.Search;

/// <summary>A part of a search as typed: a word, or a phrase between quotation marks, either with an operator before it.</summary>
/// <param name="Operator">Such as <c>from</c>; null if it is text.</param>
/// <param name="IsExcluded">Whether a minus sign precedes it.</param>
/// <param name="IsOpen">Whether it is still being typed: nothing follows, not even a space.</param>
internal readonly record struct SearchToken(string? Operator, string Text, bool IsQuoted, bool IsExcluded, bool IsOpen)
{
    public const string From = "from", In = "in", Before = "before", After = "after", Mentions = "mentions", Has = "has", Is = "is";

    private static readonly string[] Operators = [From, In, Before, After, Mentions, Has, Is];

    // Keyboards of phones write the typographic ones.
    private const string QuotationMarks = "\"“”„";

    public static IReadOnlyList<SearchToken> Split(string query)
    {
        List<SearchToken> tokens = [];
        for (var at = 0; at < query.Length;)
        {
            if (char.IsWhiteSpace(query[at])) at++;
            else tokens.Add(Next(query, ref at));
        }
        return tokens;
    }

    private static SearchToken Next(string query, ref int at)
    {
        // Two are part of a word, as in --force; so is one that stands alone.
        var isExcluded = query[at] == '-' && at + 1 < query.Length && query[at + 1] != '-' && !char.IsWhiteSpace(query[at + 1]);
        if (isExcluded) at++;
        var name = OperatorAt(query, at);
        if (name is not null) at += name.Length + 1;
        return at < query.Length && QuotationMarks.Contains(query[at], StringComparison.Ordinal)
            ? new(name, Quoted(query, ref at), IsQuoted: true, isExcluded, IsOpen: false)
            : new(name, Word(query, ref at), IsQuoted: false, isExcluded, IsOpen: at == query.Length);
    }

    private static string? OperatorAt(string query, int at)
    {
        foreach (var name in Operators)
            if (query.AsSpan(at).StartsWith(name, StringComparison.OrdinalIgnoreCase) && at + name.Length < query.Length && query[at + name.Length] == ':') return name;
        return null;
    }

    /// <summary>What is between quotation marks. The second may be missing: it is still being typed.</summary>
    private static string Quoted(string query, ref int at)
    {
        var start = at + 1;
        var length = query.AsSpan(start).IndexOfAny(QuotationMarks);
        var end = length < 0 ? query.Length : start + length;
        at = Math.Min(end + 1, query.Length);
        return query[start..end];
    }

    private static string Word(string query, ref int at)
    {
        var start = at;
        while (at < query.Length && !char.IsWhiteSpace(query[at])) at++;
        return query[start..at];
    }
}
