using System.Security.Claims;

namespace Bulletin.Api.Auth;

/// <summary>Looks again at the session behind a connection that has been open for a while.</summary>
public interface ISessionCheck
{
    /// <returns>False once the session is over or the account is gone.</returns>
    ValueTask<bool> IsLive(ClaimsPrincipal principal, CancellationToken cancellationToken);
}
