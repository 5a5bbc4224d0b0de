using Bulletin.Api.Http;
using Bulletin.Grains.Topics.Members;

namespace Bulletin.Api.Members;

/// <summary>Roles as clients see them.</summary>
internal static class MemberRoles
{
    public const string MemberText = "member", OwnerText = "owner";

    public static string Text(Role role) => role == Role.Owner ? OwnerText : MemberText;

    /// <returns>Null if none is given.</returns>
    public static Role? Read(string? text, ValidationErrors fields)
    {
        fields.Require(text is null or OwnerText or MemberText, "role", "Must be member or owner.");
        return text switch { OwnerText => Role.Owner, MemberText => Role.Member, _ => null };
    }
}
