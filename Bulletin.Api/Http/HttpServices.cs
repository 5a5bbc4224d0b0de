using Bulletin.Api.Contract;

namespace Bulletin.Api.Http;

/// <summary>How all endpoints read requests, write responses and report errors.</summary>
public static class HttpServices
{
    /// <summary>4,000 emoji, each escaped as two <c>\uXXXX</c>, take 48 KB; no valid request needs more than 64 KiB.</summary>
    public const int MaxBodyBytes = 64 * 1024;

    public static IServiceCollection AddBulletinHttp(this IServiceCollection services)
    {
        services.AddExceptionHandler<ProblemHandler>();
        services.ConfigureHttpJsonOptions(json => BulletinJson.Apply(json.SerializerOptions));
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        return services;
    }

    /// <summary>Must run first: it turns errors in all later middleware into problems.</summary>
    public static void UseBulletinHttp(this WebApplication app)
    {
        app.UseSecurityHeaders();
        app.UseExceptionHandler(_ => { });
        app.UseStatusCodePages(ProblemHandler.OfBareStatus);
    }
}
