using Bulletin.Api.Contract;

namespace Bulletin.Api.Http;

/// <summary>How all of Bulletin's endpoints read, answer and refuse.</summary>
public static class HttpServices
{
    /// <summary>4,000 emoji, each escaped as two <c>\uXXXX</c>, are 48 KB; nothing a client sends needs more than this.</summary>
    public const int MaxBodyBytes = 64 * 1024;

    public static IServiceCollection AddBulletinHttp(this IServiceCollection services)
    {
        services.AddExceptionHandler<ProblemHandler>();
        services.ConfigureHttpJsonOptions(json => BulletinJson.Apply(json.SerializerOptions));
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        return services;
    }

    /// <summary>Goes first: whatever comes after it answers with problems.</summary>
    public static void UseBulletinHttp(this WebApplication app)
    {
        app.UseSecurityHeaders();
        app.UseExceptionHandler(_ => { });
        app.UseStatusCodePages(ProblemHandler.OfBareStatus);
    }
}
