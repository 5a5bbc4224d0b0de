using System.Net;
using Bulletin.Grains;
using Bulletin.Grains.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Bulletin.Silo;

/// <summary>What those who run a silo need of it: probes and metrics on a port of their own, traces, and one log line an event.</summary>
internal static class SiloOperations
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly string[] Meters = ["Bulletin", "Microsoft.Orleans", "Npgsql"];
    private static readonly string[] Sources = ["Bulletin", "Microsoft.Orleans.Application", "Microsoft.Orleans.Runtime", "Microsoft.Orleans.Lifecycle", "Microsoft.Orleans.Storage", "Npgsql"];

    /// <remarks><c>Metrics:Port</c> (0, the default, takes any free one) on <c>Metrics:Address</c>, by default this machine alone.</remarks>
    public static void AddSiloOperations(this WebApplicationBuilder builder)
    {
        var address = builder.Configuration["Metrics:Address"] is { Length: > 0 } given ? given : "127.0.0.1";
        if (!IPAddress.TryParse(address, out var parsed)) throw new StartFailedException("Metrics:Address has to be an IP address.");
        if (!ushort.TryParse(builder.Configuration["Metrics:Port"] ?? "0", out var port)) throw new StartFailedException("Metrics:Port has to be 0–65535.");
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(parsed, port);
        });

        var exports = !string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]);
        var telemetry = builder.Services.AddOpenTelemetry().ConfigureResource(resource => resource.AddService("bulletin-silo"));
        telemetry.WithMetrics(meters => meters.AddRuntimeInstrumentation().AddMeter(Meters).AddPrometheusExporter());
        if (!exports) return;
        telemetry.WithTracing(traces => traces.AddSource(Sources));
        telemetry.UseOtlpExporter();
    }

    public static void MapSiloOperations(this WebApplication app)
    {
        app.MapGet("/health/live", () => Results.Ok(new { status = "live" }));
        app.MapGet("/health/ready", Ready);
        app.MapPrometheusScrapingEndpoint("/metrics");
    }

    /// <summary>The call is answered only by a silo that is joined; whatever is in its way, this one is not ready.</summary>
    private static async Task<IResult> Ready(IGrainFactory grains, IHostApplicationLifetime lifetime, CancellationToken cancellationToken)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested) return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        try
        {
            await grains.GetGrain<IStorageHealthGrain>(0).Check(CancellationToken.None).WaitAsync(Patience, cancellationToken);
            return Results.Ok(new { status = "ready" });
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
    }
}
