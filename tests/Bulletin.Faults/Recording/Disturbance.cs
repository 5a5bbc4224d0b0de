namespace Bulletin.Faults.Recording;

/// <summary>A fault as it was carried out.</summary>
/// <param name="Ended">When it was undone, and processes were told to start again.</param>
/// <param name="Ready">When everything said to be ready again; null if it never did within a minute.</param>
/// <param name="Over">When the next calm began.</param>
internal sealed record Disturbance(string Name, string Target, TimeSpan Began, TimeSpan Ended, TimeSpan? Ready, TimeSpan Over)
{
    /// <summary>Gateways that were stopped or killed by it, and so may answer late or not at all.</summary>
    public IReadOnlyList<int> Gateways { get; init; } = [];
}
