using System.Security.Claims;
using Bulletin.Api.Http;
using Bulletin.Grains.Accounts;

namespace Bulletin.Api.Auth;

/// <summary>Who a request or a connection speaks for.</summary>
public interface ICallers
{
    /// <summary>The person that authentication verified and stored with the principal.</summary>
    /// <exception cref="ProblemException">With <c>unauthorized</c>: nobody is signed in.</exception>
    Actor Of(ClaimsPrincipal principal);
}
