using Bulletin.Faults.Machines;

namespace Bulletin.Faults.Nemesis;

/// <summary>Processes killed as by a power cut, and started again.</summary>
internal sealed record Killed(string Name, Func<Arena, IReadOnlyList<Node>> Choose, TimeSpan Lasts) : Fault(Name, Lasts)
{
    private IReadOnlyList<Node> killed = [];

    public override Task<Target> Begin(Arena arena)
    {
        killed = Choose(arena);
        foreach (var node in killed) node.Kill();
        return Task.FromResult(new Target(string.Join(", ", killed.Select(n => n.Name)), killed));
    }

    public override Task End(Arena arena)
    {
        foreach (var node in killed) node.Start();
        return Task.CompletedTask;
    }
}

/// <summary>A process stopped in its tracks with its connections open (SIGSTOP), and let go on.</summary>
internal sealed record Frozen(string Name, Func<Arena, Node> Choose, TimeSpan Lasts) : Fault(Name, Lasts)
{
    private Node? frozen;

    public override bool PartsSilos => frozen?.HostsGrains ?? true;

    public override Task<Target> Begin(Arena arena)
    {
        frozen = Choose(arena);
        frozen.Signal(Signals.Stop);
        return Task.FromResult(new Target(frozen.Name, frozen));
    }

    public override Task End(Arena arena)
    {
        frozen!.Signal(Signals.Continue);
        return Task.CompletedTask;
    }
}

/// <summary>Every process replaced, one after the other: told to stop, and the next only when it is ready again.</summary>
/// <param name="To">By these programs. Null: by the same.</param>
internal sealed record RollingRestart(string Name = "rolling restart", Programs? To = null, bool GatewaysFirst = false) : Fault(Name, TimeSpan.Zero)
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(60), ReadyWithin = TimeSpan.FromSeconds(60);

    public override async Task<Target> Begin(Arena arena)
    {
        IReadOnlyList<Node> nodes = arena.Cluster.Nodes;
        foreach (var node in GatewaysFirst ? nodes.Reverse() : nodes)
        {
            await node.Stop(Grace);
            if (To is not null) node.Program = To.Of(node);
            node.Start();
            try
            {
                await arena.Cluster.Ready(ReadyWithin);
            }
            catch (TimeoutException)
            {
                break; // Told by whoever carries this out: the rest is not stopped as well.
            }
        }
        return new("everything");
    }

    public override Task End(Arena arena) => Task.CompletedTask;
}
