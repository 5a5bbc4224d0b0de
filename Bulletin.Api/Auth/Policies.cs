using Microsoft.AspNetCore.Authorization;

namespace Bulletin.Api.Auth;

/// <summary>Who may call.</summary>
public static class Policies
{
    /// <summary>For everything that does not say otherwise, so that a forgotten endpoint is a closed one.</summary>
    public static AuthorizationPolicy SignedIn { get; } = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build();
}
