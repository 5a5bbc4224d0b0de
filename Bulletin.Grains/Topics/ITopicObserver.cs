using Bulletin.Grains.Accounts;
using Orleans.Concurrency;

namespace Bulletin.Grains.Topics;

/// <summary>
/// A gateway's subscription to one topic. Calls are one-way and best effort: they may be lost or arrive out of order.
/// The gateway orders them by revision, detects gaps and reads the missing changes.
/// </summary>
[Alias("bulletin.topic-observer")]
public interface ITopicObserver : IGrainObserver
{
    /// <summary>Committed changes by ascending revision, without gaps.</summary>
    [OneWay, Alias("changed")]
    Task Changed(TopicChanged change);

    /// <summary>The topic's name or description changed, or it was removed.</summary>
    [OneWay, Alias("described")]
    Task Described(TopicDescribed change);

    /// <summary>The topic is being deactivated and its watchers are forgotten: subscribe again.</summary>
    [OneWay, Alias("leaving")]
    Task Leaving();

    [OneWay, Alias("typing")]
    Task Typing(User user);
}

/// <param name="Messages">Each in the state after its change. A message changed twice may appear once, with the later revision.</param>
[GenerateSerializer, Immutable, Alias("bulletin.topic-changed")]
public sealed record TopicChanged([property: Id(0)] IReadOnlyList<Message> Messages);

/// <param name="Topic">Null if it was removed.</param>
[GenerateSerializer, Immutable, Alias("bulletin.topic-described")]
public sealed record TopicDescribed([property: Id(0)] Topic? Topic);
