using Bulletin.Api.Auth;
using Bulletin.Grains.Accounts;

namespace Bulletin.Api.Contract;

/// <summary>A session, as returned to its owner.</summary>
/// <param name="AccessToken">For <c>Authorization: Bearer</c>.</param>
/// <param name="ExpiresIn">Lifetime of the access token in seconds.</param>
/// <param name="RefreshToken">Valid for one refresh, which may be repeated for 30 seconds in case the answer was lost. Using it again later ends the session.</param>
/// <param name="Moderator">Whether the owner may delete any message, and change or remove any topic.</param>
public sealed record SessionView(string AccessToken, string TokenType, int ExpiresIn, string RefreshToken, UserView User, bool Moderator)
{
    public static SessionView Of(Session session, AccessTokens tokens) => new(
        tokens.Issue(session.Actor.User, session.Id), "Bearer", (int)tokens.Lifetime.TotalSeconds, session.RefreshToken,
        UserView.Of(session.Actor.User), session.Actor.IsModerator);
}
