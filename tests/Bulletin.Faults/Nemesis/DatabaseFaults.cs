using Bulletin.Faults.Machines;
using Npgsql;

namespace Bulletin.Faults.Nemesis;

/// <summary>Postgres breaks off whatever it does, and is started again.</summary>
/// <param name="Also">Processes that are killed at the same moment.</param>
internal sealed record PostgresStopped(string Name, Func<Arena, IReadOnlyList<Node>> Also, TimeSpan Lasts) : Fault(Name, Lasts)
{
    private IReadOnlyList<Node> killed = [];

    public override async Task<Target> Begin(Arena arena)
    {
        killed = Also(arena);
        foreach (var node in killed) node.Kill();
        await arena.Cluster.Postgres.StopAtOnce();
        return new(string.Join(", ", killed.Select(n => n.Name).Prepend("postgres")), killed);
    }

    public override async Task End(Arena arena)
    {
        await arena.Cluster.Postgres.Start();
        foreach (var node in killed) node.Start();
    }
}

internal sealed record PostgresFrozen(TimeSpan Lasts) : Fault($"Postgres frozen {Lasts.TotalSeconds:0} s", Lasts)
{
    public override Task<Target> Begin(Arena arena)
    {
        arena.Cluster.Postgres.Hang();
        return Task.FromResult(new Target("postgres"));
    }

    public override Task End(Arena arena)
    {
        arena.Cluster.Postgres.Unhang();
        return Task.CompletedTask;
    }
}

/// <summary>Whatever statement runs is broken off with its connection, five times a second: many in the middle of a commit.</summary>
internal sealed record BackendsTerminated(TimeSpan Lasts) : Fault("backends terminated", Lasts)
{
    private volatile bool over;
    private Task terminating = Task.CompletedTask;

    public override Task<Target> Begin(Arena arena)
    {
        Caught = 0;
        terminating = Task.Run(async () =>
        {
            while (!over)
            {
                try
                {
                    // Asked again and again until one is caught: a commit takes a millisecond.
                    var ended = 0;
                    for (var i = 0; i < 20 && ended == 0; i++) Caught += ended = await arena.Ledger.TerminateBackends();
                }
                catch (NpgsqlException)
                {
                    // It will be there again for the next.
                }
                await Task.Delay(200);
            }
        });
        return Task.FromResult(new Target("postgres"));
    }

    public override Task End(Arena arena)
    {
        over = true;
        return terminating;
    }
}

/// <summary>What processes and database send each other arrives later.</summary>
internal sealed record DatabaseSlow(TimeSpan By, TimeSpan Lasts) : Fault($"database slow by {By.TotalMilliseconds:0} ms", Lasts)
{
    public override Task<Target> Begin(Arena arena)
    {
        // By is what a question and its answer take longer.
        foreach (var node in arena.Cluster.Nodes) node.Database.Delay = By / 2;
        return Task.FromResult(new Target("all"));
    }

    public override Task End(Arena arena)
    {
        Caught = arena.Cluster.Nodes.Sum(node => node.Database.Open());
        return Task.CompletedTask;
    }
}

/// <summary>One silo's way to the database, cut in the relay: where no namespaces can be made.</summary>
internal sealed record RelayCut(Cut How, TimeSpan Lasts) : Fault($"silo without database ({How.ToString().ToLowerInvariant()}, relay)", Lasts)
{
    private Node? cut;

    public override Task<Target> Begin(Arena arena)
    {
        cut = arena.AnySilo;
        if (How == Cut.Reject) cut.Database.Refuse();
        else cut.Database.Hold();
        return Task.FromResult(new Target(cut.Name));
    }

    public override Task End(Arena arena)
    {
        Caught = cut!.Database.Open();
        return Task.CompletedTask;
    }
}
