using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace Bulletin.Grains.Accounts;

/// <summary>What a username may be. ASCII alone, so that no two names look alike; display names take any script.</summary>
public static class Usernames
{
    public const int MinLength = 3;
    public const int MaxLength = 32;

    /// <summary>Names that closed accounts get. Nobody can sign up under one, or they would speak as somebody who has left.</summary>
    private const string ClosedPrefix = "deleted-";

    public static bool IsValid(string? username) =>
        username is { Length: >= MinLength and <= MaxLength } && username.All(IsAllowed);

    internal static bool IsAllowed(char one) => char.IsAsciiLetterOrDigit(one) || one is '.' or '_' or '-';

    /// <summary>What is unique about it, and the key of its grain.</summary>
    public static string Key(string username) => username.ToLowerInvariant();

    /// <summary>
    /// The key under which a sign-in as <paramref name="username"/> is asked for, be it a name or not: what can't be one leads to
    /// an account that can't exist, and is refused there in the time that a wrong password takes.
    /// </summary>
    public static string KeyToTry(string username) =>
        IsValid(username) ? Key(username) : "?" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(username)));

    /// <summary>Names that would speak for the server, its staff or everybody, by their skeletons.</summary>
    private static readonly FrozenSet<string> Words = FrozenSet.ToFrozenSet(((string[])[
        "admin", "administrator", "moderator", "mod", "staff", "support", "helpdesk", "security", "official", "system", "root",
        "server", "bulletin", "everyone", "everybody", "all", "here", "channel", "deleted user", "deleted-user", "anonymous", "null", "undefined"]).Select(SkeletonOfWord));

    private static readonly char[] Punctuation = [.. " .,;:!?_-+*#~=|/()[]{}<>'\"`"];

    /// <summary>For these words an i is an l, too: nobody is called so.</summary>
    private static string SkeletonOfWord(string word) => LookAlikes.Skeleton(word).Replace('i', 'l');

    /// <summary>Whether a name is nobody's to take, as it reads as one of those words.</summary>
    public static bool IsReservedWord(string name)
    {
        var read = LookAlikes.Fold(name).Trim(Punctuation);
        // Ali is a name; the dot tells it from "all".
        return !(read == "ali" && name.Contains('i', StringComparison.Ordinal)) && Words.Contains(SkeletonOfWord(read));
    }

    internal static bool IsReserved(string usernameKey) =>
        LookAlikes.Skeleton(usernameKey).StartsWith(ClosedPrefix, StringComparison.Ordinal) || IsReservedWord(usernameKey);

    /// <summary>What a closed account is called: the last digits of its id, as the first are a time and shared by many.</summary>
    internal static string OfClosed(Guid userId, int digits) => ClosedPrefix + userId.ToString("N")[^digits..];
}
