using Bulletin.Api.Auth;
using Bulletin.Api.Topics.Views;
using Bulletin.Grains.Accounts;

namespace Bulletin.Api.Accounts;

/// <summary>What its owner gets of a session.</summary>
/// <param name="AccessToken">For <c>Authorization: Bearer</c>.</param>
/// <param name="ExpiresIn">How long the access token is good, in seconds.</param>
/// <param name="RefreshToken">Good for one refresh, which may be repeated for 30 seconds in case its answer got lost. Used again later it ends the session.</param>
/// <param name="Moderator">Whether the owner may delete any message, and change or remove any topic.</param>
public sealed record SessionView(string AccessToken, string TokenType, int ExpiresIn, string RefreshToken, UserView User, bool Moderator)
{
    public static SessionView Of(Session session, AccessTokens tokens) => new(
        tokens.Issue(session.Actor.User, session.Id), "Bearer", (int)tokens.Lifetime.TotalSeconds, session.RefreshToken,
        UserView.Of(session.Actor.User), session.Actor.IsModerator);
}
