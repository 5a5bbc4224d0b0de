using System.Diagnostics;
using Bulletin.Grains;
using Bulletin.Grains.Cluster;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Bulletin.Operations;

/// <summary>Traces and metrics. Nothing is measured unless it is collected.</summary>
public static class Telemetry
{
    private static readonly string[] Meters = [BulletinTelemetry.Name, "Microsoft.Orleans", "Npgsql", "Microsoft.AspNetCore.RateLimiting"];

    private static readonly PathString Invitations = "/api/v1/invitations";

    private static readonly string[] Sources =
        [BulletinTelemetry.Name, "Microsoft.Orleans.Application", "Microsoft.Orleans.Runtime", "Microsoft.Orleans.Lifecycle", "Microsoft.Orleans.Storage", "Npgsql"];

    /// <param name="service">The service name of this process in traces.</param>
    public static void AddBulletinTelemetry(this IHostApplicationBuilder builder, string service, OperationsPort port)
    {
        var exports = !string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]);
        if (!port.IsOn && !exports) return;

        var telemetry = builder.Services.AddOpenTelemetry().ConfigureResource(resource => resource.AddService(service, serviceVersion: ProductVersion.Current));
        telemetry.WithMetrics(meters =>
        {
            meters.AddAspNetCoreInstrumentation().AddRuntimeInstrumentation().AddMeter(Meters);
            if (port.IsOn) meters.AddPrometheusExporter();
        });
        if (!exports) return;

        // Health checks and scrapes would drown out the requests of users.
        telemetry.WithTracing(traces => traces
            .AddAspNetCoreInstrumentation(requests =>
            {
                requests.Filter = context => !port.Took(context);
                requests.EnrichWithHttpRequest = HideToken;
            })
            .AddSource(Sources));
        telemetry.UseOtlpExporter();
    }

    /// <summary>The path of an invitation ends in its token, with which anybody comes in.</summary>
    internal static void HideToken(Activity activity, HttpRequest request)
    {
        if (request.Path.StartsWithSegments(Invitations, out var token) && token.HasValue) activity.SetTag("url.path", $"{Invitations}/{{token}}");
    }
}
