using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;

namespace Bulletin.Api.Auth;

/// <summary>Authentication at the gateway: which tokens are valid, and whom they identify.</summary>
public static class AuthServices
{
    /// <param name="dataFolder">Where a signing key is created, in <c>keys/</c>, if the configuration gives none.</param>
    public static IServiceCollection AddBulletinAuth(this IServiceCollection services, string dataFolder)
    {
        services.AddOptions<AuthOptions>()
            .Configure(auth => auth.KeyFolder = Path.Combine(dataFolder, "keys"))
            .BindConfiguration(AuthOptions.Section)
            .Validate(auth => auth.AccessTokenLifetime >= TimeSpan.FromMinutes(1) && auth.AccessTokenLifetime <= TimeSpan.FromHours(1),
                "Auth:AccessTokenLifetime must be between one minute and one hour.")
            .Validate(auth => auth is { Issuer.Length: > 0, Audience.Length: > 0 }, "Auth: Issuer and Audience must not be empty.")
            .ValidateOnStart();
        services.AddSingleton<SigningKeys>();
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<KnownTokens>();
        services.AddSingleton<SessionCache>();
        services.AddSingleton<BearerEvents>();
        services.AddSingleton<SignInLog>();
        services.AddSingleton<KnownCallers>();
        // A forgotten endpoint is a closed one.
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());

        services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(bearer =>
        {
            bearer.MapInboundClaims = false;
            bearer.SaveToken = false;
            bearer.EventsType = typeof(BearerEvents);
        });
        services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
            .Configure<AccessTokens>((bearer, tokens) => bearer.TokenValidationParameters = tokens.Trusted);
        // An unreadable key is reported at start, not at the first log-in.
        services.AddHostedService<KeysAtStart>();
        return services;
    }

    /// <summary>Authenticates requests with a token that was verified before. Runs before anything that needs the caller.</summary>
    public static void UseKnownCallers(this WebApplication app)
    {
        var known = app.Services.GetRequiredService<KnownCallers>();
        app.Use((context, next) =>
        {
            known.Admit(context);
            return next(context);
        });
    }

    /// <summary>Authenticates and authorizes all other requests.</summary>
    public static void UseBulletinAuth(this WebApplication app)
    {
        app.UseWhen(context => Caller.Of(context.User) is null, others => others.UseAuthentication().UseAuthorization());
        // The host adds both middlewares for every request unless it finds these keys: it does not see those in the branch.
        foreach (var set in (string[])["__AuthenticationMiddlewareSet", "__AuthorizationMiddlewareSet"]) ((IApplicationBuilder)app).Properties[set] = true;
    }

    /// <summary>The public keys, for clients that verify tokens themselves.</summary>
    public static IEndpointConventionBuilder MapSigningKeys(this IEndpointRouteBuilder routes) =>
        // In a group, because routes outside of groups are described before or after those in groups, depending on what else is mapped.
        routes.MapGroup("/.well-known").MapGet("/jwks.json", (HttpContext context, SigningKeys keys) =>
        {
            context.Response.Headers.CacheControl = "public, max-age=300";
            return TypedResults.Ok(PublicKeys.Of(keys));
        }).AllowAnonymous().WithName("GetSigningKeys").WithTags("Sign-in").WithSummary("Get the keys that access tokens are signed with")
            .WithDescription("A JSON Web Key Set (RFC 7517). Other services can check access tokens with it.");

    private sealed class KeysAtStart(SigningKeys keys) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.FromResult(keys.Current);

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
