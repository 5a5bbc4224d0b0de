using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;

namespace Bulletin.Api.Auth;

/// <summary>
/// Admits at once whoever sends a token that was found good before, while the session behind it was looked at just now, to
/// endpoints that ask for no more than to be signed in: that is nearly every request. All others take the framework's own way,
/// through <see cref="BearerEvents"/>.
/// </summary>
internal sealed class KnownCallers(KnownTokens tokens, SessionCache sessions)
{
    /// <summary>Who is in is the request's user.</summary>
    public void Admit(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata is not { } endpoint || AsksForMore(endpoint)) return;
        if (!BearerToken.TryRead(context.Request, out var token) || tokens.Find(token) is not { } caller || !sessions.IsLive(caller)) return;
        context.User = caller.Principal;
        if (endpoint.GetMetadata<HubMetadata>() is not null) context.Features.Set(caller.Admission);
    }

    /// <summary>Whatever an endpoint asks for by itself is the framework's to decide.</summary>
    private static bool AsksForMore(EndpointMetadataCollection endpoint) =>
        endpoint.GetMetadata<IAuthorizeData>() is not null
        || endpoint.GetMetadata<IAuthorizationRequirementData>() is not null
        || endpoint.GetMetadata<AuthorizationPolicy>() is not null;
}
