using System.Text;

namespace Bulletin.Grains.Accounts;

/// <summary>What a client says of itself, as it is kept with a session. It is shown to people, so it has no character that they can't see.</summary>
internal static class ClientText
{
    /// <summary>In UTF-16 code units.</summary>
    public const int MaxLength = 200;

    /// <param name="userAgent">Of any length and content.</param>
    /// <returns>The beginning of it, without invisible characters; null if nothing is left.</returns>
    public static string? Of(string? userAgent)
    {
        if (userAgent is null) return null;
        StringBuilder text = new();
        foreach (var rune in userAgent.EnumerateRunes())
        {
            if (LookAlikes.IsInvisible(rune)) continue;
            if (text.Length + rune.Utf16SequenceLength > MaxLength) break;
            text.Append(rune.ToString());
        }
        return text.ToString().Trim() is { Length: > 0 } seen ? seen : null;
    }
}
