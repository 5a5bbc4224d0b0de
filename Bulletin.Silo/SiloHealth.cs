using Bulletin.Grains.Cluster;
using Bulletin.Operations;

namespace Bulletin.Silo;

/// <summary>Health checks of a silo, on its only port.</summary>
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
        var health = app.MapGroup("/health").ForOperators().AnswersHead();
        health.MapGet("/live", () => Healthy("live"));
        health.MapGet("/ready", Ready);
        health.MapGet("/storage", Storage);
    }

    /// <summary>
    /// Only a silo that has joined the cluster answers this call. Storage is not checked, because topics in memory can be read
    /// without it.
    /// </summary>
    private static Task<IResult> Ready(IGrainFactory grains, IHostApplicationLifetime lifetime, CancellationToken cancellationToken) =>
        lifetime.ApplicationStopping.IsCancellationRequested ? Task.FromResult(Unavailable)
        : Answer("ready", grains.GetGrain<ISilosGrain>(0).Active(CancellationToken.None), cancellationToken);

    private static Task<IResult> Storage(IGrainFactory grains, CancellationToken cancellationToken) =>
        Answer("available", grains.GetGrain<IStorageHealthGrain>(0).Check(CancellationToken.None), cancellationToken);

    private static IResult Healthy(string status) => Results.Ok(new { status, version = ProductVersion.Current });

    private static IResult Unavailable => Results.StatusCode(StatusCodes.Status503ServiceUnavailable);

    /// <summary>Any failure of the call counts as unavailable.</summary>
    private static async Task<IResult> Answer(string status, Task call, CancellationToken cancellationToken)
    {
        try
        {
            await call.WaitAsync(Patience, cancellationToken);
            return Healthy(status);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return Unavailable;
        }
    }
}
