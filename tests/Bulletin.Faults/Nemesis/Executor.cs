using Bulletin.Faults.Clients;
using Bulletin.Faults.Recording;

namespace Bulletin.Faults.Nemesis;

/// <summary>Carries faults out, one after the other, with calm before each and time to recover after it.</summary>
internal sealed class Executor(Arena arena, History history, RestPoint rest, Pace pace, Action<string> say)
{
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(60);

    public async Task Do(Fault fault)
    {
        await Task.Delay(pace.Calm);
        var began = history.Clock.Now;
        say($"{began:mm\\:ss} {fault.Name}");
        var target = await fault.Begin(arena);
        await Task.Delay(fault.Lasts);
        await fault.End(arena);
        var ended = history.Clock.Now;

        var ready = await IsReady();
        if (ready is null) history.Incident($"60 s after '{fault.Name}' not everything is ready");
        await Task.Delay(pace.Recovery);
        var over = history.Clock.Now;
        await rest.Take();

        var gateways = arena.Cluster.Gateways;
        history.Disturbances.Enqueue(new(fault.Name, target.Name, began, ended, ready, over)
        {
            Caught = fault.Caught,
            PartsSilos = fault.PartsSilos,
            Gateways = [.. Enumerable.Range(0, gateways.Count).Where(i => fault is RollingRestart || target.Frozen.Contains(gateways[i]))],
        });
    }

    private async Task<TimeSpan?> IsReady()
    {
        try
        {
            await arena.Cluster.Ready(ReadyWithin);
            return history.Clock.Now;
        }
        catch (TimeoutException)
        {
            return null;
        }
    }
}

/// <summary>How much time a fault is given before and after.</summary>
internal sealed record Pace(TimeSpan Calm, TimeSpan Recovery);
