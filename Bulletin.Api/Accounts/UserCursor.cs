using System.Text;
using Bulletin.Api.Http;
using Bulletin.Grains.Accounts;

namespace Bulletin.Api.Accounts;

/// <summary>A position in a list of people: the last name returned, and its owner.</summary>
internal static class UserCursor
{
    /// <summary>No name contains it.</summary>
    private const char Separator = '\0';

    private const int MaxLength = 256;
    private static readonly UTF8Encoding s_text = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static string Encode(PersonPlace place, string prefix) =>
        OpaqueCursor.Encode(List(prefix), s_text.GetBytes($"{place.NameKey}{Separator}{place.UsernameKey}"));

    /// <exception cref="ProblemException">With <c>validation_failed</c>.</exception>
    public static PersonPlace Decode(string cursor, string prefix)
    {
        try
        {
            if (s_text.GetString(OpaqueCursor.DecodeUpTo(MaxLength, List(prefix), cursor)).Split(Separator) is [var nameKey, var usernameKey] && Usernames.IsValid(usernameKey))
                return new(nameKey, usernameKey);
        }
        catch (DecoderFallbackException)
        {
            // The checksum is not secret, so a client can forge a cursor with invalid text.
        }
        throw OpaqueCursor.NotOfThisList();
    }

    private static string List(string prefix) => $"users?{prefix.ToLowerInvariant()}";
}
