using Bulletin.Grains.Accounts;

namespace Bulletin.Api.Contract;

/// <summary>What somebody may do on the whole site, as clients see it.</summary>
internal static class SiteRoles
{
    public const string Member = "member", Moderator = "moderator", Admin = "admin";

    public static string Text(SiteRole role) => role switch
    {
        SiteRole.Admin => Admin,
        SiteRole.Moderator => Moderator,
        _ => Member,
    };
}
