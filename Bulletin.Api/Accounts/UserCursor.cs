using System.Text;
using Bulletin.Api.Http;
using Bulletin.Grains.Accounts;

namespace Bulletin.Api.Accounts;

/// <summary>A place in a list of people: the last name of the page before.</summary>
internal static class UserCursor
{
    public static string Encode(string username, string prefix) =>
        OpaqueCursor.Encode(List(prefix), Encoding.ASCII.GetBytes(username.PadRight(Usernames.MaxLength)));

    /// <exception cref="ProblemException">With <c>validation_failed</c>.</exception>
    public static string Decode(string cursor, string prefix)
    {
        var username = Encoding.ASCII.GetString(OpaqueCursor.Decode(List(prefix), cursor, Usernames.MaxLength)).TrimEnd(' ');
        return Usernames.IsValid(username) ? username : throw OpaqueCursor.NotOfThisList();
    }

    private static string List(string prefix) => $"users?{prefix.ToLowerInvariant()}";
}
