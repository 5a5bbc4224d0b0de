using Microsoft.AspNetCore.Authentication.JwtBearer;

namespace Bulletin.Api.Auth;

/// <summary>Sign-in at the gateway: which tokens are good, and whom they speak for.</summary>
public static class AuthServices
{
    /// <param name="dataFolder">Where a signing key is made, in <c>keys/</c>, if the configuration gives none.</param>
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
        services.AddSingleton<SignedIn>();
        services.AddSingleton<SignInLog>();
        services.AddSingleton<KnownCallers>();
        services.AddAuthorizationBuilder().SetFallbackPolicy(Policies.SignedIn);

        services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(bearer =>
        {
            bearer.MapInboundClaims = false;
            bearer.SaveToken = false;
            bearer.EventsType = typeof(BearerEvents);
        });
        services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
            .Configure<AccessTokens>((bearer, tokens) => bearer.TokenValidationParameters = tokens.Trusted);
        // So that a key that can't be read is known at start, not at the first sign-in.
        services.AddHostedService<KeysAtStart>();
        return services;
    }

    /// <summary>Lets in at once who is known, before anything asks who calls.</summary>
    public static void UseKnownCallers(this WebApplication app)
    {
        var known = app.Services.GetRequiredService<KnownCallers>();
        app.Use((context, next) =>
        {
            known.Admit(context);
            return next(context);
        });
    }

    /// <summary>Lets in who may call, and answers who may not.</summary>
    public static void UseBulletinAuth(this WebApplication app)
    {
        app.UseWhen(context => Caller.Of(context.User) is null, others => others.UseAuthentication().UseAuthorization());
        // A host that does not see the two in its own pipeline puts them in front of it, for everybody.
        foreach (var set in (string[])["__AuthenticationMiddlewareSet", "__AuthorizationMiddlewareSet"]) ((IApplicationBuilder)app).Properties[set] = true;
    }

    /// <summary>The public halves of the keys, for whoever wants to verify a token by themselves.</summary>
    public static IEndpointConventionBuilder MapSigningKeys(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/.well-known/jwks.json", (HttpContext context, SigningKeys keys) =>
        {
            context.Response.Headers.CacheControl = "public, max-age=300";
            return TypedResults.Ok(PublicKeys.Of(keys));
        }).AllowAnonymous().WithName("GetSigningKeys").WithTags("Accounts").WithSummary("The keys that access tokens are signed with (RFC 7517)");

    private sealed class KeysAtStart(SigningKeys keys) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.FromResult(keys.Current);

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
