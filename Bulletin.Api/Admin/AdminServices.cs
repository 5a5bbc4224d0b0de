using Bulletin.Grains.Cluster.Status;

namespace Bulletin.Api.Admin;

/// <summary>The services that the admin API needs on a gateway.</summary>
public static class AdminServices
{
    public static IServiceCollection AddBulletinAdmin(this IServiceCollection services)
    {
        services.AddSingleton<IReportPart, GatewayReports>().AddHostedService<ProcessReports>();
        return services.AddSingleton<AdminPeople>().AddSingleton<PasswordLinks>();
    }
}
