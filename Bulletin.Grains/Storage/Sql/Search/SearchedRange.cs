using Bulletin.Grains.Search;

namespace Bulletin.Grains.Storage.Sql.Search;

/// <summary>A part of the index that is searched.</summary>
/// <param name="Condition">On its terms. Null: every message.</param>
/// <param name="Own">The viewer's private topics and conversations. Null: they read everything, or have too many for a condition.</param>
/// <param name="IsNarrow">It asks for authors, topics or mentioned people, who are seldom among the newest messages.</param>
/// <param name="Viewer">Null: whoever reads everything.</param>
/// <param name="From">The first place.</param>
/// <param name="Until">The place after the last.</param>
internal sealed record SearchedRange(SearchCondition? Condition, IReadOnlyList<Guid>? Own, bool IsNarrow, Guid? Viewer, long From, long Until)
{
    /// <summary>Also what the viewer may read, in one list, so that exclusions stay beside what they narrow down. Null: every message.</summary>
    public SearchCondition? Whole => Own is null || Condition is null ? Condition
        : new SearchCondition.All([.. Condition is SearchCondition.All { Parts: var parts } ? parts : [Condition], OwnTerms.Readable(Own)]);

    /// <summary>How many days it touches.</summary>
    public long Days => (Until - 1) / SearchPlaces.PerDay - From / SearchPlaces.PerDay + 1;

    /// <summary>At most its last days.</summary>
    public SearchedRange LastDays(long days) =>
        days >= Days ? this : this with { From = ((Until - 1) / SearchPlaces.PerDay - days + 1) * SearchPlaces.PerDay };

    /// <summary>Parameters of <c>@from</c> and <c>@until</c>.</summary>
    public (string Name, object? Value)[] Places => [("from", From), ("until", Until)];
}
