using Bulletin.Grains.Accounts;
using MessagePack;

namespace Bulletin.Api.Contract;

/// <summary>A person as others see them.</summary>
/// <param name="Id">Never changes.</param>
/// <param name="Username">Unique, ignoring case.</param>
/// <param name="DisplayName">The name to show. The username if none was chosen.</param>
/// <param name="CreatedAt">When the account was created.</param>
[MessagePackObject]
public sealed record UserView(
    [property: Key("id")] Guid Id,
    [property: Key("username")] string Username,
    [property: Key("displayName")] string DisplayName,
    [property: Key("createdAt"), MessagePackFormatter(typeof(Rfc3339Formatter))] DateTimeOffset CreatedAt)
{
    public static UserView Of(User user) => new(user.Id, user.Username, user.DisplayName, user.CreatedAt);
}
