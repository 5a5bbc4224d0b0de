namespace Bulletin.Faults.Checks;

/// <summary>A promise that was broken.</summary>
/// <param name="Check">The name of the check that found it.</param>
internal sealed record Violation(string Check, string What)
{
    public override string ToString() => $"{Check}: {What}";
}
