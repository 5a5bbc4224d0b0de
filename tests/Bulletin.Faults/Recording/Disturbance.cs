namespace Bulletin.Faults.Recording;

/// <summary>A fault as it was carried out.</summary>
/// <param name="Ended">When it was undone, and processes were told to start again.</param>
/// <param name="Ready">When everything said to be ready again; null if it never did within a minute.</param>
/// <param name="Over">When the next calm began.</param>
internal sealed record Disturbance(string Name, string Target, TimeSpan Began, TimeSpan Ended, TimeSpan? Ready, TimeSpan Over)
{
    /// <summary>Gateways that were stopped or killed by it, and so may answer late or not at all.</summary>
    public IReadOnlyList<int> Gateways { get; init; } = [];

    /// <summary>Whether a silo may have been parted from the others without knowing it: a read through it may be old.</summary>
    public bool PartsSilos { get; init; }

    /// <summary>How many packets it kept from arriving, or statements it broke off; null if that can't be counted.</summary>
    public long? Caught { get; init; }
}
