using System.Buffers;
using System.Globalization;
using System.Text;
using Bulletin.Grains.Accounts;

namespace Bulletin.Api.Topics.Mentions;

/// <summary>The names that a message's text mentions: <c>@username</c> outside code, quotes and links.</summary>
/// <param name="Names">At most <see cref="Most"/> different ones, in the order in which they come.</param>
/// <param name="All">Whether <c>@all</c> is among them, which is nobody's name.</param>
internal sealed record MentionedNames(IReadOnlyList<MentionedName> Names, bool All)
{
    /// <summary>How many people one text mentions. Whoever comes later is not mentioned.</summary>
    public const int Most = 50;

    public static readonly MentionedNames None = new([], All: false);

    private const string Everybody = "all";

    private static readonly SearchValues<char> s_allowed = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    /// <param name="text">A message, in Markdown.</param>
    public static MentionedNames In(string text) => MayMention(text) ? Read(MessageProse.Of(text)) : None;

    /// <summary>Whether it is worth the time to parse the text.</summary>
    public static bool MayMention(string text) => text.Contains('@', StringComparison.Ordinal);

    private static MentionedNames Read(ReadOnlySpan<char> prose)
    {
        List<MentionedName> names = [];
        HashSet<MentionedName> known = [];
        var all = false;
        for (int at, from = 0; (at = prose[from..].IndexOf('@')) >= 0;)
        {
            at += from;
            from = at + 1;
            var rest = prose[from..];
            var end = rest.IndexOfAnyExcept(s_allowed) is var other and >= 0 ? other : rest.Length;
            if (end == 0 || Continues(prose[..at]) || ContinuesWith(rest[end..])) continue;

            if (MentionedName.Of(rest[..end]) is not { } name) continue;
            if (name.Key == Everybody || name.Shorter == Everybody) all = true;
            else if (names.Count < Most && known.Add(name)) names.Add(name);
        }
        return new(names, all);
    }

    /// <summary>Whether the text before an @ makes it part of something else, such as a mail address or a path.</summary>
    private static bool Continues(ReadOnlySpan<char> before) =>
        before is [.., '@' or '.' or '_' or '-' or '+' or '/'] || Rune.DecodeLastFromUtf16(before, out var last, out _) == OperationStatus.Done && IsOfWord(last);

    /// <summary>Whether a name goes on after its last character, and thus is none: an address, or a word in another alphabet.</summary>
    private static bool ContinuesWith(ReadOnlySpan<char> after) =>
        after.StartsWith('@') || Rune.DecodeFromUtf16(after, out var first, out _) == OperationStatus.Done && IsOfWord(first);

    /// <remarks>Other letters are those of scripts without cases, many of which put no spaces between words.</remarks>
    private static bool IsOfWord(Rune rune) => Rune.IsLetterOrDigit(rune) && Rune.GetUnicodeCategory(rune) != UnicodeCategory.OtherLetter;
}

/// <summary>A name after an @.</summary>
/// <param name="Key">The key of the username (<see cref="Usernames.Key"/>) as it is written; null if no username is written so.</param>
/// <param name="Shorter">Without the dots and hyphens at its end, which may belong to the sentence; null if there are none, or it can be no username.</param>
internal sealed record MentionedName(string? Key, string? Shorter)
{
    /// <returns>Null if it can be nobody's.</returns>
    public static MentionedName? Of(ReadOnlySpan<char> written)
    {
        var shorter = written.TrimEnd(".-");
        var (key, other) = (KeyOf(written), shorter.Length < written.Length ? KeyOf(shorter) : null);
        return key is null && other is null ? null : new(key, other);
    }

    private static string? KeyOf(ReadOnlySpan<char> written) =>
        written.Length is >= Usernames.MinLength and <= Usernames.MaxLength && written.ToString() is var name && !Usernames.IsClosed(name) ? Usernames.Key(name) : null;
}
