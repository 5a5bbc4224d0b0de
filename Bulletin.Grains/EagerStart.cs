using Microsoft.Extensions.Hosting;

namespace Bulletin.Grains;

/// <summary>
/// Creates a service when the process starts instead of on first use. A counter must be exported as zero before it counts.
/// Otherwise its first event, possibly the alarming one, does not show as an increase.
/// </summary>
#pragma warning disable CS9113 // Injecting the service creates it.
public sealed class EagerStart<T>(T service) : IHostedService where T : class
#pragma warning restore CS9113
{
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
