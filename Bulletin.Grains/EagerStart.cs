using Microsoft.Extensions.Hosting;

namespace Bulletin.Grains;

/// <summary>
/// Creates a service when the process starts instead of when it is first used. A counter must exist, at zero, before it counts:
/// otherwise the first thing it counts, which may be the alarming one, is not seen as a rise.
/// </summary>
#pragma warning disable CS9113 // Injecting the service creates it.
public sealed class EagerStart<T>(T service) : IHostedService where T : class
#pragma warning restore CS9113
{
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
