using Bulletin.Grains.Topics;

namespace Bulletin.Grains.Following;

/// <summary>Passes hints on to each of a silo's followers.</summary>
internal sealed class LogHints(IEnumerable<LogFollower> followers) : IFollowerHints
{
    private readonly LogFollower[] followers = [.. followers];

    public void Changed(Guid topicId)
    {
        foreach (var follower in followers) follower.Changed(topicId);
    }
}
