using Bulletin.Grains.Accounts;
using Bulletin.Grains.Settings;
using Bulletin.Grains.Topics.Commits;
using Bulletin.Grains.Topics.Members;
using Bulletin.Grains.Topics.Memory;
using Bulletin.Grains.Topics.Writing;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace Bulletin.Grains.Topics;

/// <summary>
/// Reentrant: during a commit the grain keeps serving reads and accepting posts. This is safe because all state
/// changes happen in one place, without an await, after a commit has succeeded (<see cref="TopicMemory.Apply"/>).
/// </summary>
[Reentrant]
internal sealed partial class TopicGrain : Grain, ITopicGrain, IDisposable
{
    private readonly IMessageLog log;
    private readonly ITopicStore store;
    private readonly IMemberStore memberStore;
    private readonly IInvitationStore invitations;
    private readonly IActivityFeed feed;
    private readonly IFollowerHints hints;
    private readonly DiskSpace disk;
    private readonly ProfileFeed profiles;
    private readonly SiteSettingsFeed settings;
    private readonly TopicsToExpire toExpire;
    private readonly TopicMetrics metrics;
    private readonly TimeProvider clock;
    private readonly ILogger<TopicGrain> logger;
    private readonly TopicMemory memory;
    private readonly TopicWriter writer;
    private readonly TopicReader reader;
    private readonly TopicWatchers watchers;
    private readonly SemaphoreSlim describing = new(1);

    public TopicGrain(
        IMessageLog log, CommitQueue commits, ITopicStore store, IMemberStore memberStore, IInvitationStore invitations, DiskSpace disk, IActivityFeed feed, IFollowerHints hints, ProfileFeed profiles, SiteSettingsFeed settings, TopicsToExpire toExpire, TopicsHere here, TopicMetrics metrics, TimeProvider clock, ILogger<TopicGrain> logger)
    {
        (this.log, this.store, this.memberStore, this.invitations) = (log, store, memberStore, invitations);
        (this.disk, this.feed, this.hints, this.profiles, this.settings, this.toExpire) = (disk, feed, hints, profiles, settings, toExpire);
        (this.metrics, this.clock, this.logger) = (metrics, clock, logger);
        watchers = new(metrics, logger);
        memory = new(Id, log, memberStore, watchers, feed, hints, profiles, here, new(clock), metrics, logger);
        writer = new(Id, log, commits, memory, settings, clock, metrics, Fenced, WriteFailed);
        reader = new(Id, log);
    }

    private Guid Id => this.GetPrimaryKey();

    public async Task<Outcome<Topic>> Create(CreateTopic command, CancellationToken cancellationToken)
    {
        if (disk.Short() is { } later) return new(null, Refusal.Busy, later);
        var (now, creator) = (Now, command.Actor.User);
        var ownRole = command.Access == Access.Private ? Role.Owner : Role.Member;
        if (command.Members?.Count >= MostMembers) return Refusal.TooManyMembers;
        var members = TopicMembers.Of(
            command.Access, version: 1,
            [new(creator, ownRole, now), .. (command.Members ?? []).Where(user => user.Id != creator.Id).DistinctBy(user => user.Id).Select(user => new Member(user, Role.Member, now))]);
        var topic = new Topic(
            Id, command.Name, command.Description, now, creator, now, LastSeq: 0, Revision: 0, LastMessage: null, command.Access).With(members);
        if (!await store.Create(topic, members, cancellationToken))
        {
            // A retry after a lost answer, since the gateway generates ids; or a direct conversation, whose id follows from its people.
            if (await LoadFor(creator.Id) is not { } stored) return Refusal.NotAllowed;
            if (stored.Members.Access == Access.Direct)
            {
                await memberStore.Show(Id, creator.Id, cancellationToken);
                feed.Returned(stored.Topic, creator.Id);
                return stored.Topic;
            }
            return stored.Topic.CreatedBy.Id == creator.Id ? stored.Topic : Refusal.NotAllowed;
        }
        if (memory.Current is null) memory.Show(new(new(topic, [], members)));
        feed.Changed(topic, members.UserIds);
        hints.Changed(Id);
        return topic;
    }

    public async Task<Outcome<Topic>> Get(Guid viewer, CancellationToken cancellationToken) =>
        await LoadFor(viewer) is { } topic ? topic.Topic : Refusal.TopicNotFound;

    public async Task<Outcome<Topic>> Change(ChangeTopic command, CancellationToken cancellationToken)
    {
        // One at a time: the last state in memory must be the one in the database.
        await describing.WaitAsync(cancellationToken);
        try
        {
            for (var tries = 0; tries < MostTries; tries++)
            {
                if (await LoadStoredFor(command.Actor) is not { } topic) return Refusal.TopicNotFound;
                if (command.Retention is not null && !command.Actor.ActsAsAdmin) return Refusal.NotAllowed;
                if (!command.IsOfRetentionOnly && !TopicAccess.MayChange(command.Actor, topic.Topic, topic.Members)) return Refusal.NotAllowed;

                var now = Now;
                var next = command.Apply(topic.Topic, now);
                RetentionChange? retention = null;
                if (command.Retention is { } set)
                {
                    if (await store.Retention(Id, cancellationToken) is not { } kept) return Refusal.TopicNotFound;
                    retention = new(kept.OwnDays, set.Days);
                }
                if (!await store.Describe(next, retention, TopicActs.Changed(command.Actor, topic, next, retention, now), cancellationToken))
                {
                    if (topic.Members.Access == Access.Public && retention is null) return Refusal.TopicNotFound;
                    // Who decided this may have been removed meanwhile, or another activation has set another retention.
                    await memory.ReloadMembers();
                    continue;
                }
                if (retention is not null) toExpire.Add(Id);

                // Removed meanwhile, or claimed by another activation, which reads what was written here.
                if (memory.Current is not { } described) return await LoadFor(command.Actor) is { } elsewhere ? elsewhere.Topic : Refusal.TopicNotFound;
                described.Describe(next);
                watchers.Described(described.Topic);
                feed.Changed(described.Topic, described.Members.UserIds);
                return described.Topic;
            }
            return Refusal.Busy;
        }
        finally
        {
            describing.Release();
        }
    }

    public async Task<Outcome<Done>> Remove(Actor actor, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            if (await LoadStoredFor(actor) is not { } topic) return Refusal.TopicNotFound;
            if (!TopicAccess.MayRemove(actor, topic.Topic, topic.Members)) return Refusal.NotAllowed;
            var now = Now;
            if (!await store.Remove(topic.Topic, now, TopicActs.Removed(actor, topic, now), cancellationToken) && topic.Members.Access != Access.Public)
            {
                // Who decided this may have been removed meanwhile; or the topic was.
                await memory.ReloadMembers();
                continue;
            }

            memory.Forget();
            writer.RefuseAll(Refusal.TopicNotFound);
            watchers.Described(null);
            feed.Removed(topic.Topic, topic.Members.UserIds);
            hints.Changed(Id);
            DeactivateOnIdle();
            LogRemoved(Id, actor.User.Id);
            return Done.It;
        }
        return Refusal.Busy;
    }

    public async Task<Outcome<LatestMessages>> Latest(long held, Guid viewer, CancellationToken cancellationToken) =>
        await LoadFor(viewer) is { } topic ? topic.Window.Latest(held, topic.Members.Access == Access.Public) : Refusal.TopicNotFound;

    public async Task<Outcome<MessagePage>> Read(ReadMessages query, Guid viewer, CancellationToken cancellationToken) =>
        await LoadFor(viewer) is { } topic ? await StillFor(viewer, topic, await reader.Read(topic, query, cancellationToken)) : Refusal.TopicNotFound;

    public async Task<Outcome<Message>> ReadOne(long seq, Guid viewer, CancellationToken cancellationToken) =>
        await LoadFor(viewer) is not { } topic ? Refusal.TopicNotFound
        : await reader.ReadOne(topic, seq, cancellationToken) is { } message ? await StillFor(viewer, topic, message)
        : Refusal.MessageNotFound;

    public async Task<Outcome<TopicChanges>> Changes(long after, int limit, Guid viewer, CancellationToken cancellationToken)
    {
        if (await LoadFor(viewer) is not { } topic) return Refusal.TopicNotFound;
        var changes = await ChangesOf(topic, after, limit, cancellationToken);
        return changes.Value is { } found ? await StillFor(viewer, topic, found) : changes;
    }

    public async Task<Outcome<TopicChanges>> Missed(long after, int limit, CancellationToken cancellationToken)
    {
        if (await Load() is not { } topic) return Refusal.TopicNotFound;
        var changes = await ChangesOf(topic, after, limit, cancellationToken);
        if (changes.Value is not { } found || topic.Members.Access == Access.Public) return changes;

        // Read after the changes: none of them was committed under members that the gateway does not know of by then.
        return await memberStore.Version(Id, cancellationToken) is { } version ? found with { MembersVersion = version } : Refusal.TopicNotFound;
    }

    private async Task<Outcome<TopicChanges>> ChangesOf(LiveTopic topic, long after, int limit, CancellationToken cancellationToken)
    {
        if (after <= topic.Head.Revision) return await reader.Changes(topic, after, limit, cancellationToken);

        // The caller is ahead of this activation: either this one is stale, or the caller's revision was lost. Storage decides.
        if (await log.Load(Id, MessageWindow.Size, cancellationToken) is not { } stored) return Refusal.TopicNotFound;
        var committed = new LiveTopic(stored);
        return after > committed.Head.Revision
            ? TopicReader.Reset(committed)
            : await reader.Changes(committed, after, limit, cancellationToken);
    }

    public async Task<Outcome<TopicSnapshot>> Watch(ITopicObserver observer, long knownRevision, long knownMembers, CancellationToken cancellationToken)
    {
        if (await Load() is not { } topic) return Refusal.TopicNotFound;
        // A gateway of an earlier version, which says nothing of members, would tell everybody what happens here.
        if (topic.Members.Access != Access.Public && knownMembers == 0) return Refusal.TopicNotFound;
        if (knownRevision > topic.Head.Revision)
        {
            // The gateway is ahead of this activation, which is therefore stale.
            await memory.Reload();
            topic = memory.Live;
        }

        // No await between these two: any change not in the answer is sent to the observer.
        watchers.Add(observer);
        return new TopicSnapshot(
            topic.Topic, knownRevision == topic.Head.Revision ? null : topic.Window.LatestPage, RuntimeIdentity, topic.Window.NamesWith(topic.Topic),
            knownMembers == topic.Members.Version ? null : topic.Members.Readers);
    }

    public Task Unwatch(ITopicObserver observer)
    {
        watchers.Remove(observer);
        return Task.CompletedTask;
    }

    public Task Typing(User user)
    {
        if (memory.Current is { } topic && TopicAccess.MaySee(topic.Members, user.Id)) watchers.Typing(user, topic.Members);
        return Task.CompletedTask;
    }

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        metrics.InMemory(1);
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        metrics.InMemory(-1);
        memory.Close();
        watchers.Leave();
        writer.RefuseAll(Refusal.Retry);
        return Task.CompletedTask;
    }

    public void Dispose() => describing.Dispose();

    /// <summary>The topic from memory or storage; null if it does not exist.</summary>
    private ValueTask<LiveTopic?> Load()
    {
        return memory.Current is { } topic ? new(topic) : FromStorage();

        async ValueTask<LiveTopic?> FromStorage()
        {
            var loaded = await memory.Load();
            if (loaded is null) DeactivateOnIdle();
            return loaded;
        }
    }

    /// <summary>The topic if it exists and this person may see it; otherwise null.</summary>
    private ValueTask<LiveTopic?> LoadFor(Guid viewer)
    {
        return memory.Current is { } topic && TopicAccess.MaySee(topic.Members, viewer) ? new(topic) : FromStorage();

        async ValueTask<LiveTopic?> FromStorage()
        {
            var wasHere = memory.Current is not null;
            if (await Load() is not { } loaded) return null;
            if (TopicAccess.MaySee(loaded.Members, viewer)) return loaded;
            if (!wasHere) return null;
            // Another activation or an operator may just have added them: nobody is refused from memory alone.
            return await LoadWithMembers() is { } latest && TopicAccess.MaySee(latest.Members, viewer) ? latest : null;
        }
    }

    /// <summary>The topic if it exists and the caller may see it; otherwise null.</summary>
    private ValueTask<LiveTopic?> LoadFor(Actor actor) => actor.ActsAsAdmin ? Load() : LoadFor(actor.User.Id);

    /// <summary>The topic with its members as storage has them; null if it does not exist.</summary>
    private async ValueTask<LiveTopic?> LoadWithMembers()
    {
        await memory.ReloadMembers();
        // Also if the topic was dropped from memory meanwhile.
        return await Load();
    }

    /// <summary>
    /// As <see cref="LoadFor(Actor)"/>, with the members of a private topic as storage has them: another activation or an operator may just have
    /// changed them, and what an owner decides is neither refused nor allowed, nor taken for done, from memory alone.
    /// </summary>
    private async ValueTask<LiveTopic?> LoadStoredFor(Actor actor)
    {
        if (await LoadFor(actor) is not { } topic) return null;
        if (topic.Members.Access == Access.Public) return topic;
        return await LoadWithMembers() is { } latest && TopicAccess.MaySee(latest.Members, actor) ? latest : null;
    }

    /// <summary>
    /// What was read from storage may have been written by another activation, after it removed this person. So it is answered only if they
    /// still were a member after it was read.
    /// </summary>
    private async ValueTask<Outcome<T>> StillFor<T>(Guid viewer, LiveTopic topic, T read) where T : class
    {
        if (topic.Members.Access == Access.Public) return read;
        if (await memberStore.Version(Id, CancellationToken.None) == topic.Members.Version && TopicAccess.MaySee(topic.Members, viewer)) return read;
        return await LoadWithMembers() is { } latest && TopicAccess.MaySee(latest.Members, viewer) ? read : Refusal.TopicNotFound;
    }

    /// <inheritdoc cref="StillFor{T}(Guid, LiveTopic, T)"/>
    private ValueTask<Outcome<T>> StillFor<T>(Actor actor, LiveTopic topic, T read) where T : class =>
        actor.ActsAsAdmin ? ValueTask.FromResult<Outcome<T>>(read) : StillFor(actor.User.Id, topic, read);

    [LoggerMessage(LogLevel.Information, "Topic {TopicId} removed by {UserId}")]
    private partial void LogRemoved(Guid topicId, Guid userId);
}
