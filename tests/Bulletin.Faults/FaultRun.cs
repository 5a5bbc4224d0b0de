using Bulletin.Faults.Checks;
using Bulletin.Faults.Clients;
using Bulletin.Faults.Machines;
using Bulletin.Faults.Nemesis;
using Bulletin.Faults.Recording;

namespace Bulletin.Faults;

/// <summary>A run from beginning to end: a cluster, its users, what goes wrong, and what the records say of it.</summary>
internal sealed class FaultRun(RunOptions options, Action<string> say)
{
    public async Task<RunResult> Do()
    {
        var network = (options.OnLoopback ? null : await Namespaces.Open() as INetwork) ?? new Loopback();
        say($"Network: {network.Description}");
        await using var cluster = await Cluster.Started(options.Layout, network, options.Previous ?? options.Programs, say);
        say("The cluster is ready");

        var history = new History();
        using var traffic = new Traffic(history, new Balancer([.. cluster.Gateways.Select(node => new Balancer.Gateway(() => node.Url!, node.IsReady))]), options.Patience);
        using var crowd = new Crowd(traffic, options.Seed);
        var ledger = new Ledger(cluster.ConnectionString);
        var arena = new Arena(cluster, ledger, new Random(options.Seed));
        var mine = new MineAtRest(traffic, crowd, ledger, options.Bounds.Told);
        var rest = new RestPoint(traffic, crowd, ledger, mine, options.QuietWithin);
        await crowd.Prepare();
        crowd.Start();
        cluster.Tell = history.Incident;
        say($"{history.Clock.Now:mm\\:ss} everybody is here");

        try
        {
            await Strike(network, arena, history, rest);
            await traffic.Gate.Close(TimeSpan.FromSeconds(30));
        }
        finally
        {
            await crowd.Stop();
        }
        await new Settling(traffic, crowd, options.Seed).Do();
        await mine.ListMentions();
        var stored = await ledger.All(history.Topics);
        await new SearchAtRest(traffic, crowd.Anybody, options.Bounds.Told, options.Seed).Do(stored);
        // Before anything is checked, which may fail: what is missing, and whether anybody had been told that it was there.
        var unstored = Unstored.Of(history, stored);
        say($"{history.Clock.Now:mm\\:ss} {history.Posts.Count} posts asked for, {stored.Messages.Count} messages stored; {unstored}; checking");
        foreach (var post in unstored.Details().Take(20)) say($"  {post}");
        return new(history, stored, Checker.Check(history, stored, options.Bounds), network.Description, await ledger.Version(),
            cluster.Nodes.ToDictionary(node => node.Name, node => node.Log.Tail(lines: 2_000)));
    }

    private async Task Strike(INetwork network, Arena arena, History history, RestPoint rest)
    {
        var executor = new Executor(arena, history, rest, options.Pace, say);
        var faults = options.Previous is { } previous ? Schedule.Upgrades(previous, options.Programs, isEndless: options.Minutes is not null)
            : options.Minutes is null ? Schedule.Short(network.CanCut)
            : Schedule.Endless(options.Seed, options.Layout, network.CanCut, isLong: options.Minutes >= 15);
        var passedOver = 0;
        foreach (var fault in faults)
        {
            if (history.Clock.Now.TotalMinutes > options.Minutes) break;
            if (options.Only is { } only && !fault.Name.Contains(only, StringComparison.OrdinalIgnoreCase))
            {
                if (++passedOver > 1_000) throw new ArgumentException($"No fault has '{only}' in its name.");
                continue;
            }
            await executor.Do(fault);
        }
    }
}

/// <param name="Logs">The last lines of each process.</param>
internal sealed record RunResult(History History, Stored Stored, IReadOnlyList<Violation> Violations, string Network, string PostgresVersion, IReadOnlyDictionary<string, string> Logs);
