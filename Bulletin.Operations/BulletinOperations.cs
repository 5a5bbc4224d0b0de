using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Bulletin.Operations;

/// <summary>What those who run a process of Bulletin need of it: metrics and traces, and Orleans' dashboard.</summary>
public static class BulletinOperations
{
    /// <param name="service">What collectors of traces call this process.</param>
    public static void AddBulletinOperations(this WebApplicationBuilder builder, OperationsPort port, string service)
    {
        builder.Services.AddSingleton(port);
        builder.AddBulletinTelemetry(service, port);
        if (port is { IsOn: true, IsOnly: false })
            builder.WebHost.UseSetting(WebHostDefaults.ServerUrlsKey, $"{builder.WebHost.GetSetting(WebHostDefaults.ServerUrlsKey)};{port.Url}");
    }

    public static void MapBulletinOperations(this WebApplication app)
    {
        if (!app.Services.GetRequiredService<OperationsPort>().IsOn) return;
        app.MapPrometheusScrapingEndpoint("/metrics").ForOperators();
        app.MapBulletinDashboard();
    }
}
