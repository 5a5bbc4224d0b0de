using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;

namespace Bulletin.Api.Auth;

/// <summary>
/// Admits a request at once if its token was verified before, the token's session was checked within seconds, and the endpoint
/// requires no more than being signed in. That is nearly every request. All others go through the framework and
/// <see cref="BearerEvents"/>.
/// </summary>
internal sealed class KnownCallers(KnownTokens tokens, SessionCache sessions)
{
    /// <summary>Sets the request's user if it is admitted.</summary>
    public void Admit(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata is not { } endpoint || AsksForMore(endpoint)) return;
        if (!BearerToken.TryRead(context.Request, out var token) || tokens.Find(token) is not { } caller || !sessions.IsLive(caller)) return;
        context.User = caller.Principal;
        if (endpoint.GetMetadata<HubMetadata>() is not null) context.Features.Set(caller.Admission);
    }

    /// <summary>Whether the endpoint has requirements of its own, which the framework decides.</summary>
    private static bool AsksForMore(EndpointMetadataCollection endpoint) =>
        endpoint.GetMetadata<IAuthorizeData>() is not null
        || endpoint.GetMetadata<IAuthorizationRequirementData>() is not null
        || endpoint.GetMetadata<AuthorizationPolicy>() is not null;
}
