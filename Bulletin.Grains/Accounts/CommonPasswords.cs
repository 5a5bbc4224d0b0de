using Zxcvbn.Matcher;

namespace Bulletin.Grains.Accounts;

/// <summary>
/// Passwords that attackers try first: those of zxcvbn's list, the most common of them followed by digits, keyboard runs,
/// a single repeated character, and the user's own name.
/// </summary>
public static class CommonPasswords
{
    // The list has nothing longer, and look-up time grows faster than the length.
    private const int LongestListed = 32;

    /// <summary>How many words of the list are also rejected when digits follow them.</summary>
    private const int MostCommon = 100;

    private static readonly char[] Trailing = [.. "0123456789!"];

    private static readonly string[] Runs =
        ["01234567890123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "qwertzuiopasdfghjklyxcvbnm", "azertyuiopqsdfghjklmwxcvbn", "1q2w3e4r5t6z7u8i9o0p"];

    private static readonly DictionaryMatcher List = new("passwords", "passwords.lst");

    /// <summary>Attackers try the product's own name first.</summary>
    private static readonly string[] OwnWords = ["bulletin"];

    public static bool Has(string password, string? username)
    {
        var folded = password.ToLowerInvariant();
        return IsCommon(folded, username) || IsCommon(WithLetters(folded), username);
    }

    /// <summary>Undoes common substitutions: attackers also try digits and symbols in place of letters.</summary>
    private static string WithLetters(string folded) =>
        folded.Replace('@', 'a').Replace('4', 'a').Replace('3', 'e').Replace('1', 'i').Replace('!', 'i').Replace('0', 'o').Replace('5', 's').Replace('$', 's').Replace('7', 't');

    private static bool IsCommon(string folded, string? username)
    {
        var word = folded.TrimEnd(Trailing);
        return OwnWords.Contains(word)
            || folded == username?.ToLowerInvariant()
            || folded.EnumerateRunes().Distinct().Count() == 1
            || Runs.Any(run => run.Contains(folded, StringComparison.Ordinal) || Reversed(run).Contains(folded, StringComparison.Ordinal))
            || folded.Length <= LongestListed && (Rank(folded) is not null || Rank(word) <= MostCommon);
    }

    /// <summary>The rank of the whole password in the list, or null if it is not listed. A passphrase may contain common words.</summary>
    private static int? Rank(string folded) =>
        List.MatchPassword(folded).OfType<DictionaryMatch>().FirstOrDefault(m => m.i == 0 && m.j == folded.Length - 1)?.Rank;

    private static string Reversed(string text) => string.Concat(text.Reverse());
}
