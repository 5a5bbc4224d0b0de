using Bulletin.Grains;
using Bulletin.Operations;

namespace Bulletin.Silo;

/// <summary>What probes ask a silo, on its one port.</summary>
internal static class SiloHealth
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static OperationsPort ListenForOperators(this WebApplicationBuilder builder)
    {
        var port = OperationsPort.From(builder.Configuration, isOnly: true);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(port.Address, port.Port);
        });
        return port;
    }

    public static void MapSiloHealth(this WebApplication app)
    {
        app.MapGet("/health/live", () => Results.Ok(new { status = "live" })).ForOperators();
        app.MapGet("/health/ready", Ready).ForOperators();
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
