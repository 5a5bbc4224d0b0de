using System.Security.Claims;
using Bulletin.Api.Http;

namespace Bulletin.Api.Auth;

/// <summary>For connections that outlive the request that opened them.</summary>
public interface ISessionWatch
{
    /// <summary>
    /// Whether the session behind a connection goes on. Also brings the actor behind the principal up to date (name, rights).
    /// Costs nothing while it was looked at within seconds. The session counts, not the token: that was good when the
    /// connection was made.
    /// </summary>
    /// <returns>True also while nobody can tell, since an outage is no reason to send people away.</returns>
    ValueTask<bool> IsLive(ClaimsPrincipal principal, CancellationToken cancellationToken = default);

    /// <summary>Sessions of this user may have ended through this gateway: their connections need not wait to be looked at.</summary>
    event Action<Guid> MayHaveEnded;
}

/// <inheritdoc/>
internal sealed class SessionWatch(SessionCache sessions) : ISessionWatch
{
    public event Action<Guid> MayHaveEnded
    {
        add => sessions.Forgotten += value;
        remove => sessions.Forgotten -= value;
    }

    public async ValueTask<bool> IsLive(ClaimsPrincipal principal, CancellationToken cancellationToken)
    {
        if (Caller.Of(principal) is not { } caller) return false;
        var known = caller.Latest;
        try
        {
            return await sessions.Check(caller, cancellationToken) is not null;
        }
        catch (ProblemException)
        {
            return known is not null;
        }
    }
}
