using Bulletin.Grains.Accounts;
using Orleans.Concurrency;

namespace Bulletin.Grains.Topics;

/// <summary>
/// One topic, keyed by its id. Every change is durable before it is answered, and comes under the next seq and revision.
/// </summary>
/// <remarks>Any call may throw <see cref="Storage.StorageUnavailableException"/>; reads of the latest 50 do so only while
/// the topic is not in memory.</remarks>
[Alias("bulletin.topic-grain")]
public interface ITopicGrain : IGrainWithGuidKey
{
    /// <summary>Creates the topic under this id. Repeated by the same person, it answers the topic as it is.</summary>
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

    /// <summary>Leaves a message without text. Deleting it again answers the same.</summary>
    [Alias("delete")]
    Task<Outcome<Message>> Delete(DeleteMessage command, CancellationToken cancellationToken = default);

    /// <summary>The latest 50, from memory and without a copy of them.</summary>
    /// <param name="held">The <see cref="LatestMessages.State"/> that the asker holds, 0 for none.</param>
    [Alias("latest")]
    Task<Outcome<LatestMessages>> Latest(long held, CancellationToken cancellationToken = default);

    [Alias("read")]
    Task<Outcome<MessagePage>> Read(ReadMessages query, CancellationToken cancellationToken = default);

    [Alias("read-one")]
    Task<Outcome<Message>> ReadOne(long seq, CancellationToken cancellationToken = default);

    /// <param name="after">The last revision the asker holds, 0 for none.</param>
    /// <param name="limit">1–200.</param>
    [Alias("changes")]
    Task<Outcome<TopicChanges>> Changes(long after, int limit, CancellationToken cancellationToken = default);

    /// <summary>Registers a gateway's observer, or renews it: a registration lasts <see cref="TopicWatch.Lifetime"/>.</summary>
    /// <param name="knownRevision">The revision the gateway holds, 0 for none: while it is the latest, no messages are sent.</param>
    [Alias("watch")]
    Task<Outcome<TopicSnapshot>> Watch(ITopicObserver observer, long knownRevision, CancellationToken cancellationToken = default);

    [Alias("unwatch")]
    Task Unwatch(ITopicObserver observer);

    /// <summary>Tells the watchers that somebody is typing. Best effort.</summary>
    [OneWay, Alias("typing")]
    Task Typing(User user);
}

/// <summary>How long a gateway's registration lasts, and how often it is renewed so that a moved grain is found again.</summary>
public static class TopicWatch
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(20);
    public static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(4);
}
