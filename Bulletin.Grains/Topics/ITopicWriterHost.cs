namespace Bulletin.Grains.Topics;

/// <summary>What a <see cref="TopicWriter"/> needs from its grain.</summary>
internal interface ITopicWriterHost
{
    LiveTopic Live { get; }

    /// <summary>Reloads the topic, because the database is ahead of memory.</summary>
    Task Reload();

    /// <summary>An append is durable: apply it and notify the watchers.</summary>
    void Committed(TopicAppend append);

    /// <summary>Another activation has claimed the topic: drop all state.</summary>
    void Fenced();

    /// <summary>A write failed with an unknown outcome, which <see cref="TopicWriter.Settle"/> resolves.</summary>
    void WriteFailed(Exception reason);
}
