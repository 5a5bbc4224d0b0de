namespace Bulletin.Grains.Topics;

/// <summary>Queues activity reports from a silo's topics for the directory. Never blocks; keeps one entry per topic.</summary>
internal interface IActivityFeed
{
    void Changed(Topic topic);

    void Removed(Guid topicId);
}
