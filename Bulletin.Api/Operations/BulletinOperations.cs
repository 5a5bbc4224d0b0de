namespace Bulletin.Api.Operations;

/// <summary>What those who run Bulletin, or build on it, need of it.</summary>
public static class BulletinOperations
{
    public static WebApplicationBuilder AddBulletinOperations(this WebApplicationBuilder builder)
    {
        builder.AddBulletinTelemetry();
        builder.Services.AddBulletinApiReference();
        return builder;
    }

    public static void MapBulletinOperations(this IEndpointRouteBuilder routes)
    {
        routes.MapHealth();
        routes.MapApiReference();
    }
}
