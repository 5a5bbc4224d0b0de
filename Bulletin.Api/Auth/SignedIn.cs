using System.Security.Claims;
using Bulletin.Api.Http;

namespace Bulletin.Api.Auth;

/// <summary>What account endpoints need to know of a caller beside the actor.</summary>
internal sealed class SignedIn(SessionCache sessions)
{
    /// <exception cref="ProblemException">With <c>unauthorized</c>: nobody is signed in.</exception>
    public static Caller Of(ClaimsPrincipal principal) => Caller.Of(principal) ?? throw new ProblemException(Problems.Unauthorized());

    /// <summary>After a change to the caller's account: here at once, at other gateways within <see cref="SessionCache.Freshness"/>.</summary>
    public void ForgetSessions(ClaimsPrincipal principal) => sessions.Forget(Of(principal).UserId);
}
