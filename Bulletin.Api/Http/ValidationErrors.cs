using System.Globalization;
using System.Text;
using Bulletin.Grains.Accounts;

namespace Bulletin.Api.Http;

/// <summary>Collects what is wrong with a request, field by field, so that a client learns of all of it at once.</summary>
public sealed class ValidationErrors
{
    /// <summary>Parsing alone would pass over white space around it.</summary>
    private const int UuidLength = 36;

    /// <summary>No language stacks more accents on a letter.</summary>
    private const int MaxMarks = 6;

    private const string BlackFlag = "\U0001F3F4";

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
        && Require(IsWellFormed(text!), field, "Must be well-formed Unicode.")
        && Require(!text!.Contains('\0', StringComparison.Ordinal), field, "Must not contain NUL characters.")
        && Require(Characters(text) is var length && length >= min && length <= max, field,
            string.Create(CultureInfo.InvariantCulture, $"Must be between {min} and {max} characters long."));

    public bool RequireUuid(string? text, string field, out Guid id) =>
        Require(Guid.TryParseExact(text, "D", out id) && text!.Length == UuidLength, field, "Must be a UUID.");

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

    /// <summary>
    /// A name: one visible line. What would break the line or turn the text around it (controls, separators, directional
    /// overrides) is refused, since it would spoil lists and logs, and so is what nobody sees.
    /// </summary>
    /// <param name="name">Without white space around it.</param>
    public bool RequireName(string name, string field, int max) =>
        RequireText(name, field, 1, max)
        && Require(!name.EnumerateRunes().Any(BreaksLine), field, "Must not contain control characters.")
        && Require(!IsBlank(name), field, "Must contain visible characters.")
        && Require(!HasTags(name) && MarksInARow(name) <= MaxMarks, field, "Must not contain hidden characters or stacks of accents.");

    /// <summary>Whether there is nothing to see: only white space, marks without a letter, and what has no shape.</summary>
    public static bool IsBlank(string text) =>
        text.EnumerateRunes().All(rune => Rune.IsWhiteSpace(rune) || LookAlikes.IsInvisible(rune) || IsMark(rune));

    private static bool BreaksLine(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        || rune.Value is >= 0x202A and <= 0x202E or >= 0x2066 and <= 0x2069;

    /// <summary>Tags spell flags after a black one, and hide text anywhere else; so do characters that are none.</summary>
    private static bool HasTags(string name) =>
        name.EnumerateRunes().Any(rune => rune.Value is >= 0xFDD0 and <= 0xFDEF || (rune.Value & 0xFFFE) == 0xFFFE)
        || !name.Contains(BlackFlag, StringComparison.Ordinal) && name.EnumerateRunes().Any(rune => rune.Value is >= 0xE0000 and <= 0xE007F);

    private static int MarksInARow(string name)
    {
        var (most, row) = (0, 0);
        foreach (var rune in name.EnumerateRunes()) most = Math.Max(most, row = IsMark(rune) ? row + 1 : 0);
        return most;
    }

    private static bool IsMark(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.SpacingCombiningMark;
}
