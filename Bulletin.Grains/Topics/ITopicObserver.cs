using Bulletin.Grains.Accounts;
using Orleans.Concurrency;

namespace Bulletin.Grains.Topics;

/// <summary>
/// A gateway's ear at one topic. Calls are one-way and best effort: they may be lost or come out of order. Whoever
/// listens orders by revision, notices a gap and reads what is missing.
/// </summary>
[Alias("bulletin.topic-observer")]
public interface ITopicObserver : IGrainObserver
{
    /// <summary>Committed changes, in order of revision, without a gap between them.</summary>
    [OneWay, Alias("changed")]
    Task Changed(TopicChanged change);

    /// <summary>The topic's name or description changed, or it was removed.</summary>
    [OneWay, Alias("described")]
    Task Described(TopicDescribed change);

    /// <summary>The topic leaves the memory of its silo, and forgets who watched it: watch it again.</summary>
    [OneWay, Alias("leaving")]
    Task Leaving();

    [OneWay, Alias("typing")]
    Task Typing(User user);
}

/// <param name="Messages">Each as of its change. A message changed twice may come once, with its later revision.</param>
[GenerateSerializer, Immutable, Alias("bulletin.topic-changed")]
public sealed record TopicChanged([property: Id(0)] IReadOnlyList<Message> Messages);

/// <param name="Topic">Null when it was removed.</param>
[GenerateSerializer, Immutable, Alias("bulletin.topic-described")]
public sealed record TopicDescribed([property: Id(0)] Topic? Topic);
