using Bulletin.Grains.Accounts;
using Bulletin.Grains.Topics.Members;
using Orleans.Concurrency;

namespace Bulletin.Grains.Topics;

/// <summary>
/// One topic, keyed by its id. Every change is durable before it is answered, and gets the next revision.
/// </summary>
/// <remarks>Whoever may not see the topic is answered <see cref="Refusal.TopicNotFound"/>, as if it did not exist.
/// Any call may throw <see cref="StorageUnavailableException"/>; reads of the latest 50 do so only while
/// the topic is not in memory.</remarks>
[Alias("bulletin.topic-grain")]
public interface ITopicGrain : IGrainWithGuidKey
{
    /// <summary>Creates the topic with this id. Repeated by the same person, returns the existing topic.</summary>
    [Alias("create")]
    Task<Outcome<Topic>> Create(CreateTopic command, CancellationToken cancellationToken = default);

    [Alias("get")]
    Task<Outcome<Topic>> Get(Guid viewer, CancellationToken cancellationToken = default);

    [Alias("change")]
    Task<Outcome<Topic>> Change(ChangeTopic command, CancellationToken cancellationToken = default);

    [Alias("remove")]
    Task<Outcome<Done>> Remove(Actor actor, CancellationToken cancellationToken = default);

    /// <summary>Brings a removed topic back. Only for the admin API. <see cref="Refusal.TopicEmptied"/> if its messages have begun to be deleted.</summary>
    [Alias("restore")]
    Task<Outcome<Topic>> Restore(Actor actor, CancellationToken cancellationToken = default);

    /// <summary>Deletes a few of the messages that are older than the topic keeps them, as its setting and the site's are now, oldest first: for the
    /// retention of a silo, which no client can ask for. While it does this for one silo, another is answered at once that there is nothing to do.</summary>
    [Alias("expire")]
    Task<Outcome<Expired>> Expire(CancellationToken cancellationToken = default);

    /// <summary>Deletes these messages, a few at a time: for a purge that an operator has asked for, which no client can. Idempotent.</summary>
    [Alias("purge")]
    Task<Outcome<Done>> Purge(IReadOnlyList<long> seqs, CancellationToken cancellationToken = default);

    /// <summary>The earlier texts of a message, oldest first. None if the site keeps none.</summary>
    [Alias("history")]
    Task<Outcome<MessageHistory>> History(long seq, Guid viewer, CancellationToken cancellationToken = default);

    [Alias("post")]
    Task<Outcome<Posted>> Post(PostMessage command, CancellationToken cancellationToken = default);

    [Alias("edit")]
    Task<Outcome<Message>> Edit(EditMessage command, CancellationToken cancellationToken = default);

    /// <summary>Removes the text of a message. Idempotent.</summary>
    [Alias("delete")]
    Task<Outcome<Message>> Delete(DeleteMessage command, CancellationToken cancellationToken = default);

    /// <summary>Adds a reaction, or takes it back. Idempotent.</summary>
    [Alias("react")]
    Task<Outcome<Message>> React(ReactToMessage command, CancellationToken cancellationToken = default);

    /// <summary>Pins a message, or unpins it. Idempotent.</summary>
    [Alias("pin")]
    Task<Outcome<Topic>> Pin(PinMessage command, CancellationToken cancellationToken = default);

    /// <summary>The latest 50, from memory, without copying them.</summary>
    /// <param name="held">The <see cref="LatestMessages.State"/> the caller has, or 0.</param>
    [Alias("latest")]
    Task<Outcome<LatestMessages>> Latest(long held, Guid viewer, CancellationToken cancellationToken = default);

    [Alias("read")]
    Task<Outcome<MessagePage>> Read(ReadMessages query, Guid viewer, CancellationToken cancellationToken = default);

    [Alias("read-one")]
    Task<Outcome<Message>> ReadOne(long seq, Guid viewer, CancellationToken cancellationToken = default);

    /// <summary>These messages at once, in the order given; without those that do not exist.</summary>
    /// <param name="seqs">At most <see cref="Topic.MostPins"/>. Those beyond are not read.</param>
    [Alias("read-some")]
    Task<Outcome<MessagesFound>> ReadSome(IReadOnlyList<long> seqs, Guid viewer, CancellationToken cancellationToken = default);

    /// <param name="after">The last revision the caller has, or 0.</param>
    /// <param name="limit">1–200.</param>
    [Alias("changes")]
    Task<Outcome<TopicChanges>> Changes(long after, int limit, Guid viewer, CancellationToken cancellationToken = default);

    /// <summary>The same for a gateway's own copy, whoever its readers are. It delivers these only to those whom it knows to be readers as of
    /// <see cref="TopicChanges.MembersVersion"/>.</summary>
    [Alias("missed")]
    Task<Outcome<TopicChanges>> Missed(long after, int limit, CancellationToken cancellationToken = default);

    /// <summary>Subscribes a gateway's observer, or renews its subscription, which lasts <see cref="TopicWatch.Lifetime"/>.</summary>
    /// <param name="knownRevision">The revision the gateway has, or 0. If it is the latest, no messages are returned.</param>
    /// <param name="knownMembers">The version of the members the gateway has, or -1. If it is the latest, no readers are returned. Gateways of an
    /// earlier version send 0, and may not watch what is not public.</param>
    [Alias("watch")]
    Task<Outcome<TopicSnapshot>> Watch(ITopicObserver observer, long knownRevision, long knownMembers, CancellationToken cancellationToken = default);

    /// <summary>Everybody who may see the topic, from storage: for a gateway that has been told of a version it does not know.</summary>
    [Alias("readers")]
    Task<Outcome<Readers>> Readers(CancellationToken cancellationToken = default);

    /// <summary>The members, for one of them. A public topic has none.</summary>
    [Alias("members")]
    Task<Outcome<MembersListed>> Members(Guid viewer, CancellationToken cancellationToken = default);

    /// <summary>The members, also for an admin through the admin API.</summary>
    [Alias("members-for")]
    Task<Outcome<MembersListed>> Members(Actor actor, CancellationToken cancellationToken = default);

    /// <summary>Adds a member, or changes their role. Only for owners.</summary>
    [Alias("put-member")]
    Task<Outcome<MemberPut>> PutMember(PutMember command, CancellationToken cancellationToken = default);

    /// <summary>Only for owners, and for the member themselves. Idempotent.</summary>
    [Alias("remove-member")]
    Task<Outcome<Done>> RemoveMember(RemoveMember command, CancellationToken cancellationToken = default);

    /// <summary>Takes a direct conversation from a person's list until its next message.</summary>
    [Alias("hide")]
    Task<Outcome<Done>> Hide(Actor actor, CancellationToken cancellationToken = default);

    [Alias("create-invitation")]
    Task<Outcome<Invitation>> CreateInvitation(CreateInvitation command, CancellationToken cancellationToken = default);

    [Alias("invitations")]
    Task<Outcome<InvitationsListed>> Invitations(Actor actor, CancellationToken cancellationToken = default);

    [Alias("revoke-invitation")]
    Task<Outcome<Done>> RevokeInvitation(Guid invitationId, Actor actor, CancellationToken cancellationToken = default);

    /// <summary>The topic for somebody who need not be a member: the gateway has found it by the token of an invitation that can be used.</summary>
    [Alias("preview")]
    Task<Outcome<Topic>> Preview(CancellationToken cancellationToken = default);

    /// <summary>Adds the caller by an invitation. For somebody who is a member already, nothing changes and no use is spent.</summary>
    [Alias("accept-invitation")]
    Task<Outcome<Topic>> AcceptInvitation(Guid invitationId, Actor actor, CancellationToken cancellationToken = default);

    [Alias("unwatch")]
    Task Unwatch(ITopicObserver observer);

    /// <summary>Notifies the watchers that a user is typing. Best effort.</summary>
    [OneWay, Alias("typing")]
    Task Typing(User user);
}

/// <summary>Some messages of a topic.</summary>
[GenerateSerializer, Immutable, Alias("bulletin.messages-found")]
public sealed record MessagesFound([property: Id(0)] IReadOnlyList<Message> Items);

/// <summary>How long a gateway's subscription lasts, and how often it is renewed so that it follows a grain that has moved.</summary>
public static class TopicWatch
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(20);
    public static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(4);
}
