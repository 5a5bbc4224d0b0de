namespace Bulletin.Faults.Checks;

/// <summary>When nobody posts, everything comes to show the same.</summary>
internal static class Quietness
{
    public static IEnumerable<string> Check(Evidence evidence)
    {
        foreach (var fault in evidence.History.Disturbances.Where(d => d.Ready is null))
            yield return $"a minute after '{fault.Name}' ({fault.Target}) not everything was ready";
        foreach (var quiet in evidence.History.Quiets)
        {
            if (quiet.Views is null) yield return $"at {quiet.At} clients did not come to hold the same: {quiet.Missing}";
            if (quiet.Directory is null) yield return $"at {quiet.At} the directory did not come into order: {quiet.Missing}";
        }
    }
}
