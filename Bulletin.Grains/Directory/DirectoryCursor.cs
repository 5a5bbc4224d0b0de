using Bulletin.Grains.Topics;

namespace Bulletin.Grains.Directory;

/// <summary>A position in the list of topics, which is ordered by latest activity, then by greater id.</summary>
[GenerateSerializer, Immutable, Alias("bulletin.directory-cursor")]
public readonly record struct DirectoryCursor(
    [property: Id(0)] DateTimeOffset LastActivityAt,
    [property: Id(1)] Guid TopicId) : IComparable<DirectoryCursor>
{
    public static DirectoryCursor Of(Topic topic) => new(topic.LastActivityAt, topic.Id);

    /// <summary>Negative if this comes first in the list. Ids are compared as text, as in both databases.</summary>
    public int CompareTo(DirectoryCursor other)
    {
        var byActivity = other.LastActivityAt.CompareTo(LastActivityAt);
        return byActivity != 0 ? byActivity : other.TopicId.CompareTo(TopicId);
    }

    public static bool operator <(DirectoryCursor left, DirectoryCursor right) => left.CompareTo(right) < 0;
    public static bool operator >(DirectoryCursor left, DirectoryCursor right) => left.CompareTo(right) > 0;
    public static bool operator <=(DirectoryCursor left, DirectoryCursor right) => left.CompareTo(right) <= 0;
    public static bool operator >=(DirectoryCursor left, DirectoryCursor right) => left.CompareTo(right) >= 0;
}
