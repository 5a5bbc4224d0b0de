using Bulletin.Grains.Accounts;

namespace Bulletin.Api.Contract;

/// <summary>A session, as returned to its owner.</summary>
/// <param name="AccessToken">For <c>Authorization: Bearer</c>.</param>
/// <param name="ExpiresIn">Lifetime of the access token in seconds.</param>
/// <param name="RefreshToken">Valid for one refresh, which may be repeated for 30 seconds in case the answer was lost. Using it again later ends the session.</param>
/// <param name="Moderator">Whether the owner is a moderator or an admin.</param>
/// <param name="Role"><c>member</c>, <c>moderator</c> or <c>admin</c>: what the owner may do on the whole site.</param>
public sealed record SessionView(string AccessToken, string TokenType, int ExpiresIn, string RefreshToken, UserView User, bool Moderator, [property: NamesOf(typeof(SiteRoles))] string Role)
{
    public static SessionView Of(Session session, string accessToken, TimeSpan lifetime) => new(
        accessToken, "Bearer", (int)lifetime.TotalSeconds, session.RefreshToken, UserView.Of(session.Actor.User), session.Actor.IsModerator, SiteRoles.Text(session.Actor.Role));
}
