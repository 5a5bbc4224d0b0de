namespace Bulletin.Grains.Topics;

/// <summary>Topics themselves, beside their messages. Throws as <see cref="IMessageLog"/> does.</summary>
internal interface ITopicStore
{
    /// <returns>False if a topic with this id exists already (also a removed one).</returns>
    Task<bool> Create(Topic topic, CancellationToken cancellationToken);

    /// <returns>False if there is no such topic.</returns>
    Task<bool> Describe(Guid topicId, string name, string? description, CancellationToken cancellationToken);

    /// <summary>Marks it removed and moves its epoch, so that no append can follow. Its messages are no longer read.</summary>
    Task<bool> Remove(Guid topicId, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Deletes up to <paramref name="some"/> messages of a topic that was removed. The topic's own row stays, so that its id stays taken.</summary>
    /// <returns>Whether there was such a topic: false once all are empty.</returns>
    Task<bool> EmptyRemoved(DateTimeOffset at, int some, CancellationToken cancellationToken);

    /// <summary>
    /// Moves the revision of every topic beyond all that a client may have seen. For a database that was restored to a time
    /// before its last commit: revisions that were lost are given to nobody else, and whoever holds one is told so.
    /// </summary>
    /// <returns>How many topics there are.</returns>
    Task<long> LeaveRevisionsBehind(CancellationToken cancellationToken);
}
