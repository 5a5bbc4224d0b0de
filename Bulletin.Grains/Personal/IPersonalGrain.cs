using Bulletin.Grains.Accounts;
using Orleans.Concurrency;

namespace Bulletin.Grains.Personal;

/// <summary>
/// What is one person's own, keyed by user id: how far they have read, how they want to be told, their drafts and notifications. Every device of
/// theirs is told of each change, under one version. The gateway has checked that they may see the topics they ask about.
/// </summary>
/// <remarks>Any call may throw <see cref="StorageUnavailableException"/>.</remarks>
[Alias("bulletin.personal-grain")]
public interface IPersonalGrain : IGrainWithGuidKey
{
    /// <summary>Subscribes a gateway's observer, or renews its subscription (see <see cref="Directory.PersonalWatch"/>), and returns what has changed.</summary>
    /// <param name="after">The version that the gateway has; 0 if none.</param>
    [Alias("watch")]
    Task<PersonalSnapshot> Watch(IPersonalObserver observer, long after, CancellationToken cancellationToken = default);

    [Alias("unwatch")]
    Task Unwatch(IPersonalObserver observer);

    /// <summary>The states of these topics, of those that the person follows or has opened; at most 200.</summary>
    [Alias("states")]
    Task<IReadOnlyList<TopicState>> States(IReadOnlyList<Guid> topicIds, CancellationToken cancellationToken = default);

    /// <summary>Which of these topics the person follows or has opened. Unlike <see cref="States"/> it counts nothing; at most 200.</summary>
    [Alias("having")]
    Task<IReadOnlyList<Guid>> Having(IReadOnlyList<Guid> topicIds, CancellationToken cancellationToken = default);

    /// <summary>The person's topics that they may see, by most recent activity.</summary>
    /// <param name="limit">How many topics a page holds at most.</param>
    [Alias("topics")]
    Task<PersonalTopicPage> Topics(TopicFilter filter, int limit, Directory.DirectoryCursor? after, CancellationToken cancellationToken = default);

    /// <summary>
    /// They have read up to a message. Only moves forward. Who has as many topics as they may loses the one that they opened longest ago, unless they
    /// follow it or have said something of it; if there is none, nothing is kept of this one.
    /// </summary>
    /// <param name="head">The seq of the topic's latest message, as the gateway knows it. <paramref name="seq"/> is not beyond it.</param>
    /// <param name="isMember">Whether it is a private topic or a conversation: its people follow it unless they say otherwise.</param>
    [Alias("read")]
    Task<TopicState> Read(Guid topicId, long seq, long head, bool isMember, CancellationToken cancellationToken = default);

    /// <summary>Sets the position back to before a message: "mark unread from here".</summary>
    /// <param name="isMember">As in <see cref="Read"/>.</param>
    [Alias("unread")]
    Task<TopicState> Unread(Guid topicId, long seq, bool isMember, CancellationToken cancellationToken = default);

    /// <summary>They have read everything there is by now, in every topic that they follow or have opened.</summary>
    [Alias("read-all")]
    Task ReadAll(CancellationToken cancellationToken = default);

    /// <summary>Refused with <see cref="Refusal.TooManyTopics"/>.</summary>
    /// <param name="head">As in <see cref="Read"/>: who starts to follow begins there.</param>
    /// <param name="isMember">As in <see cref="Read"/>.</param>
    [Alias("set-level")]
    Task<Outcome<TopicState>> SetLevel(Guid topicId, NotificationLevel level, long head, bool isMember, CancellationToken cancellationToken = default);

    /// <summary>Refused with <see cref="Refusal.TooManyTopics"/>. Who has said that they don't follow it begins to do so only with what they post later.</summary>
    /// <param name="head">As in <see cref="SetLevel"/>.</param>
    [Alias("follow")]
    Task<Outcome<TopicState>> Follow(Guid topicId, bool follows, long head, CancellationToken cancellationToken = default);

    /// <summary>
    /// Pins a topic to the top of the person's own list, or unpins it. They follow it no more and no less for that, and their position stays. Refused with
    /// <see cref="Refusal.TooManyPinned"/> and <see cref="Refusal.TooManyTopics"/>.
    /// </summary>
    /// <param name="head">As in <see cref="Read"/>.</param>
    /// <param name="isMember">As in <see cref="Read"/>.</param>
    [Alias("set-pinned")]
    Task<Outcome<TopicState>> SetPinned(Guid topicId, bool pinned, long head, bool isMember, CancellationToken cancellationToken = default);

    /// <summary>
    /// Keeps what the person has begun to write. <see cref="Refusal.Conflict"/> if the draft has another version: read it with <see cref="States"/>.
    /// Refused with <see cref="Refusal.TooManyDrafts"/> and <see cref="Refusal.TooManyTopics"/>.
    /// </summary>
    /// <param name="version">The version of the draft that this replaces; 0 if there was none.</param>
    /// <param name="draft">Null deletes it, whatever its version.</param>
    /// <param name="head">As in <see cref="Read"/>.</param>
    /// <param name="isMember">As in <see cref="Read"/>.</param>
    [Alias("save-draft")]
    Task<Outcome<TopicState>> SaveDraft(Guid topicId, DraftText? draft, long version, long head, bool isMember, CancellationToken cancellationToken = default);

    /// <summary>Newest first.</summary>
    /// <param name="before">Only those with a lower id; null for the newest.</param>
    [Alias("notifications")]
    Task<NotificationPage> Notifications(bool unreadOnly, int limit, long? before, CancellationToken cancellationToken = default);

    /// <summary>They have read all notifications up to an id.</summary>
    /// <returns>An empty page: how many are unread now.</returns>
    [Alias("read-notifications")]
    Task<NotificationPage> ReadNotifications(long upTo, CancellationToken cancellationToken = default);

    /// <summary>What followers of the log have found for this person. Idempotent: each is noted once, however often it is delivered.</summary>
    [Alias("deliver")]
    Task Deliver(IReadOnlyList<Delivery> deliveries, CancellationToken cancellationToken = default);

    /// <summary>Messages that the person was notified of, or had not read, are gone, or they have left the topics: whoever watches asks again.</summary>
    [Alias("withdraw")]
    Task Withdraw(IReadOnlyList<Guid> topicIds, CancellationToken cancellationToken = default);

    /// <summary>Some of their sessions have ended: every gateway that watches checks them at once.</summary>
    [Alias("end-sessions")]
    Task EndSessions(CancellationToken cancellationToken = default);
}

/// <summary>A gateway's subscription to a person. One-way and best effort; a gap in the versions reveals a lost call.</summary>
[Alias("bulletin.personal-observer")]
public interface IPersonalObserver : IGrainObserver
{
    [OneWay, Alias("changed")]
    Task Changed(PersonalChange change);

    /// <summary>Some of the person's sessions have ended.</summary>
    [OneWay, Alias("sessions-ended")]
    Task SessionsEnded();

    /// <summary>The grain is being deactivated and its watchers are forgotten: subscribe again.</summary>
    [OneWay, Alias("leaving")]
    Task Leaving();
}
