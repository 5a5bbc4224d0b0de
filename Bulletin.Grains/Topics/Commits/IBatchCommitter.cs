namespace Bulletin.Grains.Topics.Commits;

/// <summary>Commits the appends of many topics together, in one transaction.</summary>
internal interface IBatchCommitter
{
    /// <summary>
    /// Moves each topic's head by compare-and-set on (epoch, head) and stores the rows of the topics whose head it moved, so
    /// that a topic that is fenced or repeats itself fails alone and its neighbours commit.
    /// </summary>
    /// <param name="batch">At most one append a topic.</param>
    /// <returns>One result an append, in the order of <paramref name="batch"/>.</returns>
    /// <exception cref="StorageUnavailableException">Nothing is known of the outcome: all of it is committed, or nothing.</exception>
    Task<IReadOnlyList<AppendResult>> Commit(IReadOnlyList<TopicAppend> batch, CancellationToken cancellationToken);
}
