using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;

namespace Bulletin.Api.Auth;

/// <summary>
/// Admits at once whoever sends a token that was found good before, while the session behind it was looked at just now: that
/// is nearly every request. All others take the framework's own way, through <see cref="BearerEvents"/>.
/// </summary>
internal sealed class KnownCallers(KnownTokens tokens, SessionCache sessions, Type framework) : IAuthenticationService
{
    public Task<AuthenticateResult> AuthenticateAsync(HttpContext context, string? scheme) =>
        scheme is null or JwtBearerDefaults.AuthenticationScheme
        && BearerToken.TryRead(context.Request, out var token) && tokens.Find(token) is { } caller && sessions.IsLive(caller)
            ? caller.Admitted
            : Framework(context).AuthenticateAsync(context, scheme);

    public Task ChallengeAsync(HttpContext context, string? scheme, AuthenticationProperties? properties) =>
        Framework(context).ChallengeAsync(context, scheme, properties);

    public Task ForbidAsync(HttpContext context, string? scheme, AuthenticationProperties? properties) =>
        Framework(context).ForbidAsync(context, scheme, properties);

    public Task SignInAsync(HttpContext context, string? scheme, ClaimsPrincipal principal, AuthenticationProperties? properties) =>
        Framework(context).SignInAsync(context, scheme, principal, properties);

    public Task SignOutAsync(HttpContext context, string? scheme, AuthenticationProperties? properties) =>
        Framework(context).SignOutAsync(context, scheme, properties);

    /// <summary>Puts it in front of the service that the framework has added.</summary>
    public static void InFrontOf(IServiceCollection services)
    {
        var added = services.Single(service => service.ServiceType == typeof(IAuthenticationService));
        services.Remove(added);
        services.AddScoped(added.ImplementationType!);
        services.AddSingleton<IAuthenticationService>(provider => ActivatorUtilities.CreateInstance<KnownCallers>(provider, added.ImplementationType!));
    }

    private IAuthenticationService Framework(HttpContext context) => (IAuthenticationService)context.RequestServices.GetRequiredService(framework);
}
