using System.Globalization;
using System.Text;

namespace Bulletin.Api.Http;

/// <summary>Collects what is wrong with a request, field by field, so that a client learns of all of it at once.</summary>
public sealed class Fields
{
    /// <summary>Parsing alone would pass over white space around it.</summary>
    private const int UuidLength = 36;

    private Dictionary<string, List<string>>? _errors;

    /// <summary>Notes <paramref name="message"/> unless the condition holds.</summary>
    public bool Require(bool holds, string field, string message)
    {
        if (holds) return true;
        _errors ??= [];
        if (!_errors.TryGetValue(field, out var messages)) _errors[field] = messages = [];
        messages.Add(message);
        return false;
    }

    /// <summary>Well-formed text of a number of characters, which are Unicode scalar values: what people count, near enough, and every language can count.</summary>
    public bool RequireText(string? text, string field, int min, int max) =>
        Require(text is not null, field, "Is required.")
        && Require(IsWellFormed(text!), field, "Is not well-formed Unicode.")
        && Require(!text!.Contains('\0', StringComparison.Ordinal), field, "Holds a NUL.")
        && Require(Characters(text) is var length && length >= min && length <= max, field, string.Create(CultureInfo.InvariantCulture, $"Has to have {min}–{max} characters."));

    public bool RequireUuid(string? text, string field, out Guid id) =>
        Require(Guid.TryParseExact(text, "D", out id) && text!.Length == UuidLength, field, "Is not a UUID.");

    /// <summary>Whether nothing was noted.</summary>
    public bool IsEmpty => _errors is null;

    /// <exception cref="ProblemException">With <c>validation_failed</c>, if anything was noted.</exception>
    public void ThrowIfAny()
    {
        if (_errors is not null)
            throw new ProblemException(Problems.ValidationFailed(_errors.ToDictionary(e => e.Key, e => e.Value.ToArray())));
    }

    public static int Characters(string text)
    {
        // Nearly always a character is one code unit.
        if (!text.AsSpan().ContainsAnyInRange('\ud800', '\udfff')) return text.Length;

        var count = 0;
        foreach (var _ in text.EnumerateRunes()) count++;
        return count;
    }

    /// <summary>Whether every surrogate is one of a pair.</summary>
    public static bool IsWellFormed(string text)
    {
        for (var i = text.AsSpan().IndexOfAnyInRange('\ud800', '\udfff'); i >= 0 && i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (!Rune.TryGetRuneAt(text, i, out _)) return false;
            i++;
        }

        return true;
    }

    /// <summary>Whether there is nothing to see: only white space, and marks without a width.</summary>
    public static bool IsBlank(string text) =>
        text.EnumerateRunes().All(rune => Rune.IsWhiteSpace(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.Control);
}
