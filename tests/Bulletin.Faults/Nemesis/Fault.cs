using Bulletin.Faults.Machines;

namespace Bulletin.Faults.Nemesis;

/// <summary>Something that goes wrong, and is put right after a while.</summary>
/// <param name="Lasts">From its beginning until it is undone.</param>
internal abstract record Fault(string Name, TimeSpan Lasts)
{
    /// <summary>Whether it needs links between processes that can be cut.</summary>
    public virtual bool NeedsCuts => false;

    /// <summary>
    /// Whether it may part a silo from the others without that one's knowing: until it finds out, it answers from its memory.
    /// </summary>
    public virtual bool PartsSilos => false;

    /// <summary>How many packets it kept from arriving, or statements it broke off; null if that can't be counted.</summary>
    public long? Caught { get; protected set; }

    /// <summary>Does it.</summary>
    /// <returns>What it has been done to.</returns>
    public abstract Task<Target> Begin(Arena arena);

    /// <summary>Undoes it.</summary>
    public abstract Task End(Arena arena);
}

/// <summary>What a fault struck.</summary>
/// <param name="Frozen">The processes that can't answer while it lasts.</param>
internal sealed record Target(string Name, params IReadOnlyList<Node> Frozen);
