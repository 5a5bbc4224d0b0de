namespace Bulletin.Grains.Personal;

/// <summary>Which of a person's topics are listed.</summary>
[GenerateSerializer, Alias("bulletin.topic-filter")]
public enum TopicFilter
{
    /// <summary>Those that they follow or have opened.</summary>
    All = 0,
    /// <summary>Those that they follow.</summary>
    Followed = 1,
    /// <summary>Those that they follow, have not muted, and in which something is unread.</summary>
    Unread = 2,
    /// <summary>Those that they have pinned.</summary>
    Pinned = 3,
}
