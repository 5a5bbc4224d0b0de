using Bulletin.Grains.Accounts;
using MessagePack;

namespace Bulletin.Api.Topics.Views;

/// <summary>A person as others see them.</summary>
/// <param name="Id">Stays the same whatever else changes.</param>
/// <param name="Username">Unique whatever the case.</param>
/// <param name="DisplayName">What to show; the user name where none was chosen.</param>
/// <param name="CreatedAt">When the account was made.</param>
[MessagePackObject]
public sealed record UserView(
    [property: Key("id")] Guid Id,
    [property: Key("username")] string Username,
    [property: Key("displayName")] string DisplayName,
    [property: Key("createdAt"), MessagePackFormatter(typeof(Rfc3339Formatter))] DateTimeOffset CreatedAt)
{
    public static UserView Of(User user) => new(user.Id, user.Username, user.DisplayName, user.CreatedAt);
}
