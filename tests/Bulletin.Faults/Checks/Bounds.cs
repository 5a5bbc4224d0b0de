namespace Bulletin.Faults.Checks;

/// <summary>Times that a check accepts. A loaded machine gets wider ones; what must always hold has none.</summary>
internal sealed record Bounds
{
    /// <summary>How long a gateway that runs may take to answer. It gives itself 3.5 s for a call to a grain.</summary>
    public TimeSpan Answer { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long after a fault is over, and everything ready, a post may still be answered "unavailable", or not at all.</summary>
    public TimeSpan Recover { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How old a read may be while a silo is frozen, cut off or just back: it may not know yet that the cluster goes on
    /// without it. During any other fault, and away from all, a read is never old.
    /// </summary>
    public TimeSpan Stale { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long after its client gave it up a call may still be carried out, away from all faults: longer than one waits between
    /// gateway and silo before it is dropped.
    /// </summary>
    public TimeSpan Late { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long after its answer a position may be lost by a crash. It is written after two seconds at the latest.</summary>
    public TimeSpan Written { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long everybody may take to be shown and notified of what is theirs, and to find what was posted, once nobody writes: what could
    /// not be delivered or indexed is tried again after a minute at the latest.
    /// </summary>
    public TimeSpan Told { get; init; } = TimeSpan.FromSeconds(75);
}
