using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace Bulletin.Grains.Accounts;

/// <summary>The rules for usernames. ASCII only, which limits look-alikes; display names may use any script.</summary>
public static class Usernames
{
    public const int MinLength = 3;
    public const int MaxLength = 32;

    /// <summary>
    /// The prefix of names given to closed accounts. Nobody can sign up with one and pose as somebody who has left.
    /// </summary>
    private const string ClosedPrefix = "deleted-";

    /// <summary>Whether this is the name of somebody who has closed their account.</summary>
    public static bool IsClosed(string username) => username.StartsWith(ClosedPrefix, StringComparison.OrdinalIgnoreCase);

    public static bool IsValid(string? username) =>
        username is { Length: >= MinLength and <= MaxLength } && username.All(IsAllowed);

    internal static bool IsAllowed(char one) => char.IsAsciiLetterOrDigit(one) || one is '.' or '_' or '-';

    /// <summary>The unique form of a username, and the key of its grain.</summary>
    public static string Key(string username) => username.ToLowerInvariant();

    /// <summary>
    /// The grain key for a sign-in as <paramref name="username"/>, valid or not. An invalid username maps to an account that
    /// can't exist, which refuses the sign-in after the same time as a wrong password.
    /// </summary>
    public static string KeyToTry(string username) =>
        IsValid(username) ? Key(username) : "?" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(username)));

    /// <summary>Skeletons of reserved names, which appear to speak for the server, its staff or everybody.</summary>
    private static readonly FrozenSet<string> Words = FrozenSet.ToFrozenSet(((string[])[
        "admin", "administrator", "moderator", "mod", "staff", "support", "helpdesk", "security", "official", "system", "root",
        "server", "bulletin", "everyone", "everybody", "all", "here", "channel", "deleted user", "deleted-user", "anonymous", "null", "undefined"]).Select(SkeletonOfWord));

    private static readonly char[] Punctuation = [.. " .,;:!?_-+*#~=|/()[]{}<>'\"`"];

    /// <summary>In these words an i also counts as an l: nobody has such a name.</summary>
    private static string SkeletonOfWord(string word) => LookAlikes.Skeleton(word).Replace('i', 'l');

    /// <summary>Whether a name is reserved because it reads as one of those words.</summary>
    public static bool IsReservedWord(string name)
    {
        var read = LookAlikes.Fold(name).Trim(Punctuation);
        // Ali is a name; the dot distinguishes it from "all".
        return !(read == "ali" && name.Contains('i', StringComparison.Ordinal)) && Words.Contains(SkeletonOfWord(read));
    }

    internal static bool IsReserved(string usernameKey) =>
        LookAlikes.Skeleton(usernameKey).StartsWith(ClosedPrefix, StringComparison.Ordinal) || IsReservedWord(usernameKey);

    /// <summary>
    /// The name of a closed account: the last digits of its id, because the first ones encode a time that many ids share.
    /// </summary>
    internal static string OfClosed(Guid userId, int digits) => ClosedPrefix + userId.ToString("N")[^digits..];
}
