using Bulletin.Grains.Topics;

namespace Bulletin.Grains.Directory;

/// <summary>A place in the order of topics: by activity, latest first, then by id, the greater first.</summary>
[GenerateSerializer, Immutable, Alias("bulletin.directory-cursor")]
public readonly record struct DirectoryCursor(
    [property: Id(0)] DateTimeOffset LastActivityAt,
    [property: Id(1)] Guid TopicId) : IComparable<DirectoryCursor>
{
    public static DirectoryCursor Of(Topic topic) => new(topic.LastActivityAt, topic.Id);

    /// <summary>Negative when this comes first in the list. Ids compare as their text does, in both databases too.</summary>
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
