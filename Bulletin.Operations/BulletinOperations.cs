using Bulletin.Grains.Cluster;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bulletin.Operations;

/// <summary>Adds what operators need in each process: metrics, traces and Orleans' dashboard.</summary>
public static partial class BulletinOperations
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

    /// <summary>Logs which version starts.</summary>
    public static void LogVersion(this WebApplication app) => LogVersion(app.Logger, ProductVersion.Current);

    [LoggerMessage(LogLevel.Information, "Bulletin {Version} is starting")]
    private static partial void LogVersion(ILogger logger, string version);
}
