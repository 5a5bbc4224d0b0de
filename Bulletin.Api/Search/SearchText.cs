using Bulletin.Api.Http;
using Bulletin.Grains.Search;

namespace Bulletin.Api.Search;

/// <summary>A search as typed, read into words, phrases and operators. Everything must hold; of several people or topics, one.</summary>
/// <param name="From">Usernames, ids, or <c>me</c>.</param>
/// <param name="In">Names or ids of topics.</param>
/// <param name="Mentions">Usernames, ids, or <c>me</c>.</param>
/// <param name="IsMine">Whether it must be by the caller.</param>
/// <param name="Before">It is older than this day.</param>
/// <param name="After">It is newer than this day.</param>
internal sealed record SearchText(
    IReadOnlyList<SearchedText> Texts, IReadOnlyList<string> From, IReadOnlyList<string> In, IReadOnlyList<string> Mentions, MessageFeatures Has, bool IsMine,
    DateOnly? Before, DateOnly? After)
{
    public const int MaxCharacters = 500, MaxTokens = 20;

    private const string Field = "query";

    /// <summary>Whether anything but words to exclude is given. Days narrow down what is found, but are no place to begin from.</summary>
    private bool IsSearch => Texts.Any(text => !text.IsExcluded) || Texts.Count == 0 && (Before ?? After) is not null
        || IsMine || From.Count + In.Count + Mentions.Count > 0 || Has != MessageFeatures.None;

    /// <summary>Adds what is wrong with it to <paramref name="fields"/>.</summary>
    public static SearchText? Read(string? query, ValidationErrors fields)
    {
        if (!fields.RequireText(query, Field, 1, MaxCharacters)) return null;
        var tokens = SearchToken.Split(query!);
        if (!fields.Require(tokens.Count <= MaxTokens, Field, "Must have at most 20 words, phrases and operators.")) return null;
        SearchTextReader reader = new(Field, fields);
        foreach (var token in tokens) reader.Read(token);
        var text = reader.Text;
        _ = !reader.IsValid || fields.Require(text.IsSearch, Field, text.Texts.Count > 0
            ? "Must have something to find, not only words to exclude."
            : "Must have something to find: a word, a phrase or an operator.");
        return text;
    }
}
