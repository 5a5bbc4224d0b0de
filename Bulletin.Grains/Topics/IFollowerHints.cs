namespace Bulletin.Grains.Topics;

/// <summary>Tells a silo's followers of the log in which topics something has happened. Never blocks or throws; each keeps one entry per topic.</summary>
internal interface IFollowerHints
{
    /// <summary>A message or the members of a topic have changed, or it was created, removed or restored. A hint that is lost costs seconds for a post, and up to the next walk for
    /// anything else; that of a removal is not made up for.</summary>
    void Changed(Guid topicId);
}
