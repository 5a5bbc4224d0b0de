using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Bulletin.Api.Operations;

/// <summary>Traces and metrics. What nobody collects is not measured.</summary>
public static class Telemetry
{
    private static readonly string[] Meters = ["Bulletin", "Microsoft.Orleans", "Npgsql", "Microsoft.AspNetCore.RateLimiting"];
    private static readonly string[] Sources = ["Bulletin", "Microsoft.Orleans.Application", "Microsoft.Orleans.Runtime", "Microsoft.Orleans.Lifecycle", "Microsoft.Orleans.Storage", "Npgsql"];

    public static WebApplicationBuilder AddBulletinTelemetry(this WebApplicationBuilder builder)
    {
        var metrics = MetricsOptions.From(builder.Configuration);
        builder.Services.AddSingleton(metrics);
        if (metrics.IsOn)
        {
            var urls = builder.WebHost.GetSetting(WebHostDefaults.ServerUrlsKey);
            builder.WebHost.UseSetting(WebHostDefaults.ServerUrlsKey, $"{urls};{metrics.Url}");
        }

        var exports = !string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]);
        if (!metrics.IsOn && !exports) return builder;

        var telemetry = builder.Services.AddOpenTelemetry().ConfigureResource(resource => resource.AddService("bulletin"));
        telemetry.WithMetrics(meters =>
        {
            meters.AddAspNetCoreInstrumentation().AddRuntimeInstrumentation().AddMeter(Meters);
            if (metrics.IsOn) meters.AddPrometheusExporter();
        });
        if (!exports) return builder;

        telemetry.WithTracing(traces => traces.AddAspNetCoreInstrumentation().AddSource(Sources));
        telemetry.UseOtlpExporter();
        return builder;
    }

    /// <summary>Answers <c>/metrics</c> on the metrics port and nothing else there. Goes first, and tells by the port, since a Host header says whatever its sender likes.</summary>
    public static WebApplication UseBulletinMetrics(this WebApplication app)
    {
        var metrics = app.Services.GetRequiredService<MetricsOptions>();
        if (metrics.IsOn)
        {
            app.MapWhen(context => context.Connection.LocalPort == metrics.Port, branch => branch
                .UseOpenTelemetryPrometheusScrapingEndpoint()
                .Run(context =>
                {
                    context.Response.StatusCode = StatusCodes.Status404NotFound;
                    return Task.CompletedTask;
                }));
        }

        return app;
    }
}
