using Bulletin.Grains.Topics;

namespace Bulletin.Grains.Directory;

/// <summary>Where a silo's topics leave word of their activity for the directory. Never waits, holds one entry a topic.</summary>
internal interface IActivityFeed
{
    void Changed(Topic topic);

    void Removed(Guid topicId);
}
