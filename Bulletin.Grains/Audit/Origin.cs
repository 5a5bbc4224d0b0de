namespace Bulletin.Grains.Audit;

/// <summary>Where an act comes from.</summary>
/// <param name="Address">The client's address as rate limits count it.</param>
/// <param name="TraceId">The trace of the request; null if there is none.</param>
[GenerateSerializer, Immutable, Alias("bulletin.origin")]
public sealed record Origin(
    [property: Id(0)] string Address,
    [property: Id(1)] string? TraceId,
    [property: Id(2)] bool IsAdminApi);
