namespace Bulletin.Grains.Audit;

/// <summary>What an act has changed, for the audit log: each field as it was and as it became. What stayed the same is left out.</summary>
internal sealed class ChangedFields
{
    private readonly Dictionary<string, object?> before = [];
    private readonly Dictionary<string, object?> after = [];

    public IReadOnlyDictionary<string, object?> Before => before;

    public IReadOnlyDictionary<string, object?> After => after;

    /// <param name="name">As clients know the field.</param>
    public ChangedFields Compare<T>(string name, T was, T became)
    {
        if (!EqualityComparer<T>.Default.Equals(was, became)) (before[name], after[name]) = (was, became);
        return this;
    }
}
