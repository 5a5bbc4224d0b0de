using Bulletin.Grains.Accounts;
using Bulletin.Grains.Topics.Members;
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

    /// <summary>People were added or removed.</summary>
    [OneWay, Alias("readers")]
    Task ReadersChanged(Readers readers);

    /// <summary>Something beside its messages changed, such as its name, or it was removed.</summary>
    [OneWay, Alias("described")]
    Task Described(TopicDescribed change);

    /// <summary>The topic is being deactivated and its watchers are forgotten: subscribe again.</summary>
    [OneWay, Alias("leaving")]
    Task Leaving();

    /// <param name="membersVersion">The version of the members as of this, as in <see cref="TopicChanged"/>.</param>
    [OneWay, Alias("typing")]
    Task Typing(User user, long membersVersion);
}

/// <param name="Messages">Each in the state after its change. A message changed twice may appear once, with the later revision.</param>
/// <param name="MembersVersion">The version of the members as of these changes: a gateway that knows an older one reads it again before it delivers them.</param>
[GenerateSerializer, Immutable, Alias("bulletin.topic-changed")]
public sealed record TopicChanged([property: Id(0)] IReadOnlyList<Message> Messages, [property: Id(1)] long MembersVersion = 0);

/// <param name="Topic">Null if it was removed.</param>
[GenerateSerializer, Immutable, Alias("bulletin.topic-described")]
public sealed record TopicDescribed([property: Id(0)] Topic? Topic);
