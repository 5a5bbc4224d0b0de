using Zxcvbn.Matcher;

namespace Bulletin.Api.Accounts;

/// <summary>
/// Passwords that are tried first: those of zxcvbn's list, the most common of them with digits behind, runs of the keyboard,
/// one character again and again, one's own name.
/// </summary>
public static class CommonPasswords
{
    // Nothing longer is on the list, and the time it takes to look grows faster than the length.
    private const int LongestListed = 32;

    /// <summary>How many words of the list are refused with digits behind, too.</summary>
    private const int MostCommon = 100;

    private static readonly char[] Trailing = [.. "0123456789!"];

    private static readonly string[] Runs =
        ["01234567890123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "qwertzuiopasdfghjklyxcvbnm", "azertyuiopqsdfghjklmwxcvbn", "1q2w3e4r5t6z7u8i9o0p"];

    private static readonly DictionaryMatcher List = new("passwords", "passwords.lst");

    /// <summary>The product's own name is the first word that anybody would try here.</summary>
    private static readonly string[] OwnWords = ["bulletin"];

    public static bool Has(string password, string? username)
    {
        var folded = password.ToLowerInvariant();
        return Guessed(folded, username) || Guessed(WithLetters(folded), username);
    }

    /// <summary>As it reads: digits and signs in the place of letters are what is tried next.</summary>
    private static string WithLetters(string folded) =>
        folded.Replace('@', 'a').Replace('4', 'a').Replace('3', 'e').Replace('1', 'i').Replace('!', 'i').Replace('0', 'o').Replace('5', 's').Replace('$', 's').Replace('7', 't');

    private static bool Guessed(string folded, string? username)
    {
        var word = folded.TrimEnd(Trailing);
        return OwnWords.Contains(word)
            || folded == username?.ToLowerInvariant()
            || folded.EnumerateRunes().Distinct().Count() == 1
            || Runs.Any(run => run.Contains(folded, StringComparison.Ordinal) || Reversed(run).Contains(folded, StringComparison.Ordinal))
            || folded.Length <= LongestListed && (Rank(folded) is not null || Rank(word) <= MostCommon);
    }

    /// <summary>The place of the whole password in the list; null if it isn't there. A phrase may well be made of common words.</summary>
    private static int? Rank(string folded) =>
        List.MatchPassword(folded).OfType<DictionaryMatch>().FirstOrDefault(m => m.i == 0 && m.j == folded.Length - 1)?.Rank;

    private static string Reversed(string text) => string.Concat(text.Reverse());
}
