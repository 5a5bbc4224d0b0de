using System.Globalization;
using Bulletin.Api.Http;
using Bulletin.Grains.Search;

namespace Bulletin.Api.Search;

/// <summary>Reads the parts of a search one after another.</summary>
internal sealed class SearchTextReader(string field, ValidationErrors fields)
{
    private readonly List<SearchedText> _texts = [];
    private readonly List<string> _from = [], _in = [], _mentions = [];
    private MessageFeatures _has;
    private bool _isMine;
    private DateOnly? _before, _after;

    public bool IsValid { get; private set; } = true;

    public SearchText Text => new(_texts, _from, _in, _mentions, _has, _isMine, _before, _after);

    public void Read(SearchToken token)
    {
        var value = token.Text.Trim();
        if (token.Operator is null)
        {
            if (value.Length > 0) _texts.Add(new(value, Kind(token), token.IsExcluded));
            return;
        }

        IsValid &= fields.Require(!token.IsExcluded, field, $"Must not have a minus sign before '{token.Operator}:'. Only words and phrases can be excluded.")
            && Read(token.Operator, value);
    }

    private static SearchedTextKind Kind(SearchToken token) =>
        token.IsQuoted ? SearchedTextKind.Phrase
        : token is { IsOpen: true, IsExcluded: false } ? SearchedTextKind.Prefix
        : SearchedTextKind.Word;

    private bool Read(string name, string value) => name switch
    {
        SearchToken.From => Named(_from, name, value.TrimStart('@')),
        SearchToken.Mentions => Named(_mentions, name, value.TrimStart('@')),
        SearchToken.In => Named(_in, name, value),
        SearchToken.Before => Day(name, value, day => _before = _before < day ? _before : day),
        SearchToken.After => Day(name, value, day => _after = _after > day ? _after : day),
        SearchToken.Has => Feature(value),
        _ => _isMine = Require(Is(value, "mine"), "Must have 'mine' after 'is:'."),
    };

    private bool Named(List<string> names, string name, string value)
    {
        if (!Require(value.Length > 0, $"Must have a name after '{name}:', without a space between.")) return false;
        names.Add(value);
        return true;
    }

    private bool Day(string name, string value, Action<DateOnly> take)
    {
        var isDay = DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day);
        if (isDay) take(day);
        return Require(isDay, $"Must have a day after '{name}:', such as 2026-01-31.");
    }

    private bool Feature(string value)
    {
        var feature = Is(value, "link") ? MessageFeatures.Link
            : Is(value, "code") ? MessageFeatures.Code
            : Is(value, "reaction") ? MessageFeatures.Reaction
            : Is(value, "attachment") ? MessageFeatures.Attachment
            : MessageFeatures.None;
        _has |= feature;
        return Require(feature != MessageFeatures.None, "Must have 'link', 'code', 'reaction' or 'attachment' after 'has:'.");
    }

    private bool Require(bool holds, string message) => fields.Require(holds, field, message);

    private static bool Is(string value, string word) => string.Equals(value, word, StringComparison.OrdinalIgnoreCase);
}
