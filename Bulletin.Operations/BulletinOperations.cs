using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Bulletin.Operations;

/// <summary>Adds what operators need in each process: metrics, traces and Orleans' dashboard.</summary>
public static class BulletinOperations
{
    /// <param name="service">The service name of this process in traces.</param>
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
