namespace Bulletin.Grains.Topics;

/// <summary>What the writer needs of the grain it writes for.</summary>
internal interface ITopicWriterHost
{
    LiveTopic Live { get; }

    /// <summary>Reads the topic anew: the database knows more than memory.</summary>
    Task Reload();

    /// <summary>An append is durable: take it in and tell those who watch.</summary>
    void Committed(TopicAppend append);

    /// <summary>Another activation has taken the topic: forget everything.</summary>
    void Fenced();

    /// <summary>A write failed with an unknown outcome; the writer's <see cref="TopicWriter.Settle"/> finds out.</summary>
    void WriteFailed(Exception reason);
}
