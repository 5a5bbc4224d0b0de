namespace Bulletin.Grains.Following;

/// <summary>Finds the topics that are ahead of a follower's stored marks.</summary>
internal interface ITopicsBehind
{
    /// <summary>Topics that were last active between two times and are ahead of their marks, by that time.</summary>
    Task<IReadOnlyList<Guid>> Behind(DateTimeOffset since, DateTimeOffset until, int limit, CancellationToken cancellationToken);

    /// <summary>A part of all topics, by id: those that are ahead of their marks.</summary>
    /// <returns>Also the last topic that was looked at; null if there are no more.</returns>
    Task<(IReadOnlyList<Guid> Topics, Guid? Last)> Behind(Guid after, int some, CancellationToken cancellationToken);
}
