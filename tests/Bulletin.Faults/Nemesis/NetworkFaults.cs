using Bulletin.Faults.Machines;

namespace Bulletin.Faults.Nemesis;

/// <summary>Links that carry nothing, or not everything.</summary>
/// <param name="Choose">Which links, as (sender's address, receiver), and their name.</param>
internal sealed record LinksCut(string Name, Cut How, Func<Arena, (string Target, IReadOnlyList<(string From, Place To)> Links)> Choose, TimeSpan Lasts) : Fault(Name, Lasts)
{
    public override bool NeedsCuts => true;
    public override bool PartsSilos => BetweenSilos;

    /// <summary>Whether the links are those that silos have among each other.</summary>
    public bool BetweenSilos { get; init; }

    public override async Task<Target> Begin(Arena arena)
    {
        var (target, links) = Choose(arena);
        foreach (var (from, to) in links) await arena.Cluster.Network.CutOff(from, to, How);
        return new(target);
    }

    public override async Task End(Arena arena) => Caught = await arena.Cluster.Network.Heal();
}

/// <summary>Which links a fault is about.</summary>
internal static class Links
{
    public static IReadOnlyList<(string From, Place To)> Both(Node one, Node other) => [(one.Place.Address, other.Place), (other.Place.Address, one.Place)];

    /// <summary>One silo from all others, both ways.</summary>
    public static (string, IReadOnlyList<(string, Place)>) OneSilo(Arena arena)
    {
        var one = arena.AnySilo;
        return (one.Name, [.. arena.Cluster.Silos.Where(s => s != one).SelectMany(other => Both(one, other))]);
    }

    /// <summary>One silo hears the others, and they don't hear it.</summary>
    public static (string, IReadOnlyList<(string, Place)>) OneSiloUnheard(Arena arena)
    {
        var one = arena.AnySilo;
        return (one.Name, [.. arena.Cluster.Silos.Where(s => s != one).Select(other => (one.Place.Address, other.Place))]);
    }

    public static (string, IReadOnlyList<(string, Place)>) AllSilos(Arena arena) =>
        ("all silos", [.. arena.Cluster.Silos.SelectMany(to => arena.Cluster.Silos.Where(from => from != to).Select(from => (from.Place.Address, to.Place)))]);

    /// <summary>One gateway from one silo.</summary>
    public static (string, IReadOnlyList<(string, Place)>) GatewayAndSilo(Arena arena)
    {
        var (gateway, silo) = (arena.AnyGateway, arena.AnySilo);
        return ($"{gateway.Name} and {silo.Name}", Both(gateway, silo));
    }

    public static (string, IReadOnlyList<(string, Place)>) SiloAndDatabase(Arena arena)
    {
        var silo = arena.AnySilo;
        return (silo.Name, [(arena.Cluster.Network.Database, silo.Place)]);
    }
}
