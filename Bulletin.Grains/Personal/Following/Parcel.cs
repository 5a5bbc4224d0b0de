namespace Bulletin.Grains.Personal.Following;

/// <summary>What one person is brought at once.</summary>
/// <param name="Withdrawn">Topics of which something is gone for them.</param>
internal sealed record Parcel(Guid UserId, IReadOnlyList<Delivery> Deliveries, IReadOnlyCollection<Guid> Withdrawn)
{
    public int Size => Deliveries.Count + Withdrawn.Count;

    public IEnumerable<Guid> TopicIds => Deliveries.Select(delivery => delivery.TopicId).Concat(Withdrawn);

    /// <summary>Everything that was found, a parcel for each person.</summary>
    public static IReadOnlyList<Parcel> Of(IReadOnlyList<Findings> findings)
    {
        var deliveries = findings.SelectMany(found => found.Deliveries).ToLookup(found => found.UserId, found => found.Delivery);
        var withdrawn = findings.SelectMany(found => found.Withdrawn.Select(userId => (UserId: userId, found.TopicId))).ToLookup(found => found.UserId, found => found.TopicId);
        var people = deliveries.Select(person => person.Key).Union(withdrawn.Select(person => person.Key));
        return [.. people.Select(userId => new Parcel(userId, [.. deliveries[userId]], [.. withdrawn[userId].Distinct()]))];
    }

    /// <summary>This and what came later for the same person: of the deliveries the last ones, and each once.</summary>
    public Parcel With(Parcel later, int most) =>
        new(UserId, [.. Deliveries.Union(later.Deliveries).TakeLast(most)], [.. Withdrawn.Union(later.Withdrawn)]);
}
