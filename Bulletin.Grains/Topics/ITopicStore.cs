namespace Bulletin.Grains.Topics;

/// <summary>Stores the topics themselves, without their messages. Throws like <see cref="IMessageLog"/>.</summary>
internal interface ITopicStore
{
    /// <returns>False if a topic with this id exists or has existed.</returns>
    Task<bool> Create(Topic topic, CancellationToken cancellationToken);

    /// <returns>False if the topic does not exist.</returns>
    Task<bool> Describe(Guid topicId, string name, string? description, CancellationToken cancellationToken);

    /// <summary>Marks the topic as removed and advances its epoch, so no append can follow. Its messages are no longer read.</summary>
    Task<bool> Remove(Guid topicId, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Deletes up to <paramref name="some"/> messages of a removed topic. The topic's row stays, so its id is never reused.</summary>
    /// <returns>False once no removed topic has messages left.</returns>
    Task<bool> EmptyRemoved(DateTimeOffset at, int some, CancellationToken cancellationToken);

    /// <summary>
    /// Advances the revision of every topic beyond any that a client may have seen. For a database restored to a time
    /// before its last commit: lost revisions are not reused, and clients that have one are told to reset.
    /// </summary>
    /// <returns>The number of topics.</returns>
    Task<long> LeaveRevisionsBehind(CancellationToken cancellationToken);
}
