using Bulletin.Grains.Topics.Members;

namespace Bulletin.Grains.Topics;

/// <summary>Stores the topics themselves, without their messages. Throws like <see cref="IMessageLog"/>.</summary>
internal interface ITopicStore
{
    /// <summary>Stores a topic and its members together, who get version 1; those of a public topic, who are none, have version 0.</summary>
    /// <returns>False if a topic with this id exists or has existed: nothing was changed.</returns>
    Task<bool> Create(Topic topic, TopicMembers members, CancellationToken cancellationToken);

    /// <summary>Stores the topic's name and description, and whether it is locked and resolved; nothing else of it.</summary>
    /// <returns>False if the topic does not exist, or its members have another version.</returns>
    Task<bool> Describe(Topic topic, CancellationToken cancellationToken);

    /// <summary>Marks the topic as removed and advances its epoch, so no append can follow. Its messages are no longer read.</summary>
    /// <returns>False if it was removed already, or its members have another version.</returns>
    Task<bool> Remove(Topic topic, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Deletes up to <paramref name="some"/> messages of a removed topic. With the last go its members and invitations.
    /// The topic's row stays, so its id is never reused.</summary>
    /// <returns>False once no removed topic has messages left.</returns>
    Task<bool> EmptyRemoved(DateTimeOffset at, int some, CancellationToken cancellationToken);

    /// <summary>
    /// Advances the revision of every topic, and the version of its members, beyond any that a client or gateway may have seen. For a database restored to a time
    /// before its last commit: lost revisions are not reused, and clients that have one are told to reset.
    /// </summary>
    /// <returns>The number of topics.</returns>
    Task<long> LeaveRevisionsBehind(CancellationToken cancellationToken);
}
