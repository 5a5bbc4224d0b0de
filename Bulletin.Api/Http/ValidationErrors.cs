using System.Globalization;
using System.Text;
using Bulletin.Grains.Accounts;

namespace Bulletin.Api.Http;

/// <summary>Collects the errors of a request per field, so that a client gets them all at once.</summary>
public sealed class ValidationErrors
{
    /// <summary>Checked because the parser accepts surrounding white space.</summary>
    private const int UuidLength = 36;

    /// <summary>No language stacks more marks on one letter.</summary>
    private const int MaxMarks = 6;

    private const string BlackFlag = "\U0001F3F4";

    private Dictionary<string, List<string>>? _errors;

    /// <summary>Adds <paramref name="message"/> unless the condition holds.</summary>
    public bool Require(bool holds, string field, string message)
    {
        if (holds) return true;
        _errors ??= [];
        if (!_errors.TryGetValue(field, out var messages)) _errors[field] = messages = [];
        messages.Add(message);
        return false;
    }

    /// <summary>
    /// Requires well-formed text of <paramref name="min"/> to <paramref name="max"/> characters. Characters are Unicode scalar values:
    /// close to what people count, and countable in every programming language.
    /// </summary>
    public bool RequireText(string? text, string field, int min, int max) =>
        Require(text is not null, field, "Is required.")
        && Require(IsWellFormed(text!), field, "Must be well-formed Unicode.")
        && Require(!text!.Contains('\0', StringComparison.Ordinal), field, "Must not contain NUL characters.")
        && Require(Characters(text) is var length && length >= min && length <= max, field,
            string.Create(CultureInfo.InvariantCulture, $"Must be between {min} and {max} characters long."));

    public bool RequireUuid(string? text, string field, out Guid id) =>
        Require(Guid.TryParseExact(text, "D", out id) && text!.Length == UuidLength, field, "Must be a UUID.");

    /// <summary>Whether there are no errors.</summary>
    public bool IsEmpty => _errors is null;

    /// <exception cref="ProblemException">With <c>validation_failed</c>, if there are errors.</exception>
    public void ThrowIfAny()
    {
        if (_errors is not null)
            throw new ProblemException(Problems.ValidationFailed(_errors.ToDictionary(e => e.Key, e => e.Value.ToArray())));
    }

    public static int Characters(string text)
    {
        // Fast path: nearly every character is one code unit.
        if (!text.AsSpan().ContainsAnyInRange('\ud800', '\udfff')) return text.Length;

        var count = 0;
        foreach (var _ in text.EnumerateRunes()) count++;
        return count;
    }

    /// <summary>Whether all surrogates are paired.</summary>
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
    /// Requires a name: one visible line. Rejects characters that break the line or reorder the surrounding text (controls,
    /// separators, directional overrides), since they would garble lists and logs, and invisible names.
    /// </summary>
    /// <param name="name">Trimmed.</param>
    public bool RequireName(string name, string field, int max) =>
        RequireText(name, field, 1, max)
        && Require(!name.EnumerateRunes().Any(BreaksLine), field, "Must not contain control characters.")
        && Require(!IsBlank(name), field, "Must contain visible characters.")
        && Require(!HasTags(name) && MarksInARow(name) <= MaxMarks, field, "Must not contain hidden characters or stacks of accents.");

    /// <summary>Whether nothing is visible: only white space, marks without a letter, and invisible characters.</summary>
    public static bool IsBlank(string text) =>
        text.EnumerateRunes().All(rune => Rune.IsWhiteSpace(rune) || LookAlikes.IsInvisible(rune) || IsMark(rune));

    private static bool BreaksLine(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        || rune.Value is >= 0x202A and <= 0x202E or >= 0x2066 and <= 0x2069;

    /// <summary>Tag characters spell flags after a black flag, but hide text elsewhere. Noncharacters are rejected too.</summary>
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
