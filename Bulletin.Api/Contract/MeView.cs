using Bulletin.Grains.Accounts;

namespace Bulletin.Api.Contract;

/// <summary>The current user: their public profile and what they may do.</summary>
/// <param name="Moderator">Whether they may delete any message, and change or remove any topic.</param>
public sealed record MeView(Guid Id, string Username, string DisplayName, DateTimeOffset CreatedAt, bool Moderator)
{
    public static MeView Of(User user, bool moderator) => new(user.Id, user.Username, user.DisplayName, user.CreatedAt, moderator);
}
