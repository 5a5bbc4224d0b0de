using Bulletin.Faults.Machines;

namespace Bulletin.Faults.Nemesis;

/// <summary>Which faults come in which order: the same for the same seed.</summary>
internal static class Schedule
{
    /// <summary>Every fault once in an order of the seed's, then all again in another, without end.</summary>
    public static IEnumerable<Fault> Endless(int seed, Layout layout, bool canCut, bool isLong)
    {
        var random = new Random(seed);
        while (true)
        {
            var round = FaultKinds.All(layout, isLong).Where(f => canCut ? f is not RelayCut : !f.NeedsCuts).ToArray();
            random.Shuffle(round);
            foreach (var fault in round) yield return fault;
        }
    }

    /// <summary>From one version to the next, silos first, and back, silos last.</summary>
    public static IEnumerable<Fault> Upgrades(Programs from, Programs to, bool isEndless)
    {
        do
        {
            yield return new RollingRestart("rolling upgrade", to);
            yield return new RollingRestart("rolling upgrade undone", from, GatewaysFirst: true);
        }
        while (isEndless);
    }

    /// <summary>A few that together strike every kind of process: for a run of a minute.</summary>
    public static IEnumerable<Fault> Short(bool canCut) =>
    [
        FaultKinds.PostgresAndSiloKilled(TimeSpan.FromSeconds(3)),
        canCut ? FaultKinds.SiloWithoutDatabase(Cut.Drop, TimeSpan.FromSeconds(5)) : new RelayCut(Cut.Drop, TimeSpan.FromSeconds(5)),
        FaultKinds.BackendsTerminated(TimeSpan.FromSeconds(3)),
        FaultKinds.SiloFrozen(TimeSpan.FromSeconds(6)),
    ];
}
