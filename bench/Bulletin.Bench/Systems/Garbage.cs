using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;

namespace Bulletin.Bench.Systems;

/// <summary>Memory is compared after a collection: how much garbage lies about at a moment is chance.</summary>
internal static class Garbage
{
    private const long Collect = 0x800000;

    /// <summary>Has a .NET process collect everything.</summary>
    /// <returns>Its resident bytes after that.</returns>
    public static async Task<long> Collected(Running process)
    {
        DiagnosticsClient client = new(process.Id);
        // What one collection leaves to finalizers, the second takes.
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
