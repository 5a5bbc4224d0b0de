namespace Bulletin.Grains.Accounts;

/// <summary>What a user name may be. ASCII alone, so that no two names look alike; display names take any script.</summary>
public static class Usernames
{
    public const int MinLength = 3;
    public const int MaxLength = 32;

    public static bool IsValid(string? username) =>
        username is { Length: >= MinLength and <= MaxLength } && username.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');

    /// <summary>What is unique about it, and the key of its grain.</summary>
    public static string Key(string username) => username.ToLowerInvariant();
}
