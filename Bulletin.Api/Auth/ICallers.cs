using System.Security.Claims;
using Bulletin.Grains.Accounts;

namespace Bulletin.Api.Auth;

/// <summary>Who a request or a connection speaks for.</summary>
public interface ICallers
{
    /// <summary>The person that authentication verified and stored with the principal.</summary>
    /// <exception cref="Http.ProblemException">With <c>unauthorized</c>: nobody is signed in.</exception>
    Actor Of(ClaimsPrincipal principal);
}
