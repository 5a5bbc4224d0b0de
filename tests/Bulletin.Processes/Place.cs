namespace Bulletin.Processes;

/// <summary>Where a process runs: the address that reaches it, and what stands before its command to get it there.</summary>
internal sealed record Place(string Address, params IReadOnlyList<string> Enter)
{
    public static readonly Place Here = new("127.0.0.1");
}
