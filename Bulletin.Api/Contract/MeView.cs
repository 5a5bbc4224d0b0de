using Bulletin.Grains.Accounts;

namespace Bulletin.Api.Contract;

/// <summary>The current user: their public profile and what they may do.</summary>
/// <param name="Moderator">Whether they are a moderator or an admin.</param>
/// <param name="Role"><c>member</c>, <c>moderator</c> or <c>admin</c>: what they may do on the whole site.</param>
public sealed record MeView(Guid Id, string Username, string DisplayName, DateTimeOffset CreatedAt, bool Moderator, [property: NamesOf(typeof(SiteRoles))] string Role)
{
    public static MeView Of(User user, Actor actor) => new(user.Id, user.Username, user.DisplayName, user.CreatedAt, actor.IsModerator, SiteRoles.Text(actor.Role));
}
