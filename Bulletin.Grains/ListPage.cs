namespace Bulletin.Grains;

/// <summary>A page of a list. Every query reads a bounded number of rows, so a page may hold fewer items than were asked for, even none, and still have a next one.</summary>
/// <param name="Next">Where the next page begins. Null at the end of the list.</param>
[GenerateSerializer, Immutable, Alias("bulletin.list-page`1")]
public sealed record ListPage<T>(
    [property: Id(0)] IReadOnlyList<T> Items,
    [property: Id(1)] ListPlace? Next);

/// <summary>A place in a list: the sort key of its last row, of which each list uses some parts.</summary>
[GenerateSerializer, Immutable, Alias("bulletin.list-place")]
public sealed record ListPlace(
    [property: Id(0)] string? Text,
    [property: Id(1)] long Number,
    [property: Id(2)] Guid Id,
    [property: Id(3)] long Seq = 0);
