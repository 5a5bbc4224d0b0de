namespace Bulletin.Faults.Checks;

/// <summary>A cut through which everything passes shows nothing, however well all goes.</summary>
internal static class Struck
{
    public static IEnumerable<string> Check(Evidence evidence) => evidence.History.Disturbances.Where(d => d.Caught == 0)
        .Select(d => $"'{d.Name}' ({d.Target}) at {d.Began} caught nothing");
}
