namespace Bulletin.Grains.Topics;

/// <summary>Queues activity reports from a silo's topics for the directory. Never blocks; keeps one entry per topic.</summary>
internal interface IActivityFeed
{
    /// <param name="members">The people in whose lists it is; empty for a public topic, which is in everybody's.</param>
    void Changed(Topic topic, IReadOnlyList<Guid> members);

    /// <inheritdoc cref="Changed"/>
    void Removed(Topic topic, IReadOnlyList<Guid> members);

    /// <summary>A person may no longer see a topic, or has hidden it: it leaves their list, and earlier reports don't bring it back.</summary>
    void Left(Topic topic, Guid userId);

    /// <summary>A person has opened a conversation again that they had hidden.</summary>
    void Returned(Topic topic, Guid userId);
}
