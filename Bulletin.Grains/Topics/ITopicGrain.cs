using Bulletin.Grains.Accounts;
using Orleans.Concurrency;

namespace Bulletin.Grains.Topics;

/// <summary>
/// One topic, keyed by its id. Every change is durable before it is answered, and gets the next revision.
/// </summary>
/// <remarks>Any call may throw <see cref="StorageUnavailableException"/>; reads of the latest 50 do so only while
/// the topic is not in memory.</remarks>
[Alias("bulletin.topic-grain")]
public interface ITopicGrain : IGrainWithGuidKey
{
    /// <summary>Creates the topic with this id. Repeated by the same person, returns the existing topic.</summary>
    [Alias("create")]
    Task<Outcome<Topic>> Create(CreateTopic command, CancellationToken cancellationToken = default);

    [Alias("get")]
    Task<Outcome<Topic>> Get(CancellationToken cancellationToken = default);

    [Alias("change")]
    Task<Outcome<Topic>> Change(ChangeTopic command, CancellationToken cancellationToken = default);

    [Alias("remove")]
    Task<Outcome<Done>> Remove(Actor actor, CancellationToken cancellationToken = default);

    [Alias("post")]
    Task<Outcome<Posted>> Post(PostMessage command, CancellationToken cancellationToken = default);

    [Alias("edit")]
    Task<Outcome<Message>> Edit(EditMessage command, CancellationToken cancellationToken = default);

    /// <summary>Removes the text of a message. Idempotent.</summary>
    [Alias("delete")]
    Task<Outcome<Message>> Delete(DeleteMessage command, CancellationToken cancellationToken = default);

    /// <summary>The latest 50, from memory, without copying them.</summary>
    /// <param name="held">The <see cref="LatestMessages.State"/> the caller has, or 0.</param>
    [Alias("latest")]
    Task<Outcome<LatestMessages>> Latest(long held, CancellationToken cancellationToken = default);

    [Alias("read")]
    Task<Outcome<MessagePage>> Read(ReadMessages query, CancellationToken cancellationToken = default);

    [Alias("read-one")]
    Task<Outcome<Message>> ReadOne(long seq, CancellationToken cancellationToken = default);

    /// <param name="after">The last revision the caller has, or 0.</param>
    /// <param name="limit">1–200.</param>
    [Alias("changes")]
    Task<Outcome<TopicChanges>> Changes(long after, int limit, CancellationToken cancellationToken = default);

    /// <summary>Subscribes a gateway's observer, or renews its subscription, which lasts <see cref="TopicWatch.Lifetime"/>.</summary>
    /// <param name="knownRevision">The revision the gateway has, or 0. If it is the latest, no messages are returned.</param>
    [Alias("watch")]
    Task<Outcome<TopicSnapshot>> Watch(ITopicObserver observer, long knownRevision, CancellationToken cancellationToken = default);

    [Alias("unwatch")]
    Task Unwatch(ITopicObserver observer);

    /// <summary>Notifies the watchers that a user is typing. Best effort.</summary>
    [OneWay, Alias("typing")]
    Task Typing(User user);
}

/// <summary>How long a gateway's subscription lasts, and how often it is renewed so that it follows a grain that has moved.</summary>
public static class TopicWatch
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(20);
    public static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(4);
}
