using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;

namespace Bulletin.Bench.Systems;

/// <summary>Collects garbage before memory is compared, since the amount of garbage at any moment is random.</summary>
internal static class Garbage
{
    private const long Collect = 0x800000;

    /// <summary>Makes a .NET process run a full collection.</summary>
    /// <returns>Its resident bytes afterwards.</returns>
    public static async Task<long> Collected(Running process)
    {
        DiagnosticsClient client = new(process.Id);
        // The second collection frees what the first left to finalizers.
        for (var i = 0; i < 2; i++)
        {
            using var session = client.StartEventPipeSession([new("Microsoft-Windows-DotNETRuntime", EventLevel.Informational, Collect)], requestRundown: false);
            var events = session.EventStream.CopyToAsync(Stream.Null);
            await Task.Delay(TimeSpan.FromSeconds(1));
            session.Stop();
            await events;
        }
        return process.ResidentBytes();
    }
}
