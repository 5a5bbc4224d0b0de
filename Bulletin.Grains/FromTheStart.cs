using Microsoft.Extensions.Hosting;

namespace Bulletin.Grains;

/// <summary>
/// Makes a service when the process starts. Counters have to be there, as zero, before they count: otherwise the first thing
/// counted, which may be the alarming one, is no rise.
/// </summary>
#pragma warning disable CS9113 // Being made is all that is asked of it.
public sealed class FromTheStart<T>(T service) : IHostedService where T : class
#pragma warning restore CS9113
{
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
