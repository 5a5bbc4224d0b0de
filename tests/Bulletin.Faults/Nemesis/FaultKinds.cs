using Bulletin.Faults.Machines;

namespace Bulletin.Faults.Nemesis;

/// <summary>Every fault there is. Each call makes new ones: a fault remembers whom it struck.</summary>
internal static class FaultKinds
{
    private static readonly TimeSpan Five = TimeSpan.FromSeconds(5), Ten = TimeSpan.FromSeconds(10), Twenty = TimeSpan.FromSeconds(20);

    /// <param name="isLong">Whether the run has the time for what takes minutes.</param>
    public static IEnumerable<Fault> All(Layout layout, bool isLong)
    {
        yield return new Killed("silo killed", arena => [arena.AnySilo], Five);
        yield return SiloFrozen(Five);
        yield return SiloFrozen(Twenty);
        if (isLong) yield return SiloFrozen(TimeSpan.FromSeconds(90));
        if (layout == Layout.Split)
        {
            yield return new Killed("gateway killed", arena => [arena.AnyGateway], Five);
            yield return new Frozen("gateway frozen 5 s", arena => arena.AnyGateway, Five);
            yield return new Frozen("gateway frozen 20 s", arena => arena.AnyGateway, Twenty);
            yield return new LinksCut("gateway cut from a silo (drop)", Cut.Drop, Links.GatewayAndSilo, Twenty);
            yield return new LinksCut("gateway cut from a silo (reject)", Cut.Reject, Links.GatewayAndSilo, Twenty);
        }
        yield return new LinksCut("silo cut off (drop)", Cut.Drop, Links.OneSilo, Twenty) { BetweenSilos = true };
        yield return new LinksCut("silo cut off (reject)", Cut.Reject, Links.OneSilo, Twenty) { BetweenSilos = true };
        yield return new LinksCut("silo unheard (drop, one way)", Cut.Drop, Links.OneSiloUnheard, Twenty) { BetweenSilos = true };
        yield return new LinksCut("30 % loss between silos", Cut.Lose, Links.AllSilos, Twenty) { BetweenSilos = true };
        yield return SiloWithoutDatabase(Cut.Drop, Ten);
        yield return SiloWithoutDatabase(Cut.Reject, Ten);
        yield return new RelayCut(Cut.Drop, Ten);
        yield return new RelayCut(Cut.Reject, Ten);
        yield return new PostgresStopped("Postgres stopped at once", _ => [], Five);
        yield return PostgresAndSiloKilled(Five);
        yield return new PostgresFrozen(Ten);
        yield return BackendsTerminated(Ten);
        yield return new DatabaseSlow(TimeSpan.FromMilliseconds(50), Twenty);
        yield return new DatabaseSlow(TimeSpan.FromMilliseconds(500), Twenty);
        yield return new RollingRestart();
        yield return new Killed("whole cluster killed", arena => arena.Cluster.Nodes, TimeSpan.FromSeconds(2));
    }

    public static Fault SiloFrozen(TimeSpan lasts) => new Frozen($"silo frozen {lasts.TotalSeconds:0} s", arena => arena.AnySilo, lasts);
    public static Fault SiloWithoutDatabase(Cut how, TimeSpan lasts) => new LinksCut($"silo without database ({how.ToString().ToLowerInvariant()})", how, Links.SiloAndDatabase, lasts);
    public static Fault PostgresAndSiloKilled(TimeSpan lasts) => new PostgresStopped("Postgres and a silo killed", arena => [arena.AnySilo], lasts);
    public static Fault BackendsTerminated(TimeSpan lasts) => new BackendsTerminated(lasts);
}
