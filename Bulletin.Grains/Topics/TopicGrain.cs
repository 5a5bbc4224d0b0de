using Bulletin.Grains.Accounts;
using Bulletin.Grains.Topics.Commits;
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
    private readonly IActivityFeed feed;
    private readonly DiskSpace disk;
    private readonly ProfileFeed profiles;
    private readonly TopicMetrics metrics;
    private readonly TimeProvider clock;
    private readonly ILogger<TopicGrain> logger;
    private readonly TopicMemory memory;
    private readonly TopicWriter writer;
    private readonly TopicReader reader;
    private readonly TopicWatchers watchers;
    private readonly SemaphoreSlim describing = new(1);

    public TopicGrain(
        IMessageLog log, CommitQueue commits, ITopicStore store, DiskSpace disk, IActivityFeed feed, ProfileFeed profiles, TopicsHere here, TopicMetrics metrics, TimeProvider clock, ILogger<TopicGrain> logger)
    {
        (this.log, this.store, this.disk, this.feed, this.profiles) = (log, store, disk, feed, profiles);
        (this.metrics, this.clock, this.logger) = (metrics, clock, logger);
        watchers = new(metrics, logger);
        memory = new(Id, log, watchers, feed, profiles, here, metrics, logger);
        writer = new(Id, log, commits, memory, clock, metrics, Fenced, WriteFailed);
        reader = new(Id, log);
    }

    private Guid Id => this.GetPrimaryKey();

    public async Task<Outcome<Topic>> Create(CreateTopic command, CancellationToken cancellationToken)
    {
        if (disk.Short() is { } later) return new(null, Refusal.Busy, later);
        var now = Milliseconds.Cut(clock.GetUtcNow());
        var topic = new Topic(Id, command.Name, command.Description, now, command.Actor.User, now, LastSeq: 0, Revision: 0, LastMessage: null);
        if (!await store.Create(topic, cancellationToken))
        {
            // A retry after a lost answer. The gateway generates ids, so no other caller has this one.
            return await Load() is { } stored && stored.Topic.CreatedBy.Id == command.Actor.User.Id ? stored.Topic : Refusal.NotAllowed;
        }
        if (memory.Current is null) memory.Show(new(new(topic, [])));
        feed.Changed(topic);
        return topic;
    }

    public async Task<Outcome<Topic>> Get(CancellationToken cancellationToken) =>
        await Load() is { } topic ? topic.Topic : Refusal.TopicNotFound;

    public async Task<Outcome<Topic>> Change(ChangeTopic command, CancellationToken cancellationToken)
    {
        // One at a time: the last state in memory must be the one in the database.
        await describing.WaitAsync(cancellationToken);
        try
        {
            if (await Load() is not { } topic) return Refusal.TopicNotFound;
            if (!TopicAccess.MayChange(command.Actor, topic.Topic)) return Refusal.NotAllowed;

            var name = command.Name ?? topic.Topic.Name;
            var description = command.Description is null ? topic.Topic.Description : command.Description.Length == 0 ? null : command.Description;
            if (!await store.Describe(Id, name, description, cancellationToken)) return Refusal.TopicNotFound;

            // Removed meanwhile, or claimed by another activation, which reads what was written here.
            if (memory.Current is not { } described) return await Load() is { } stored ? stored.Topic : Refusal.TopicNotFound;
            described.Describe(name, description);
            watchers.Described(described.Topic);
            feed.Changed(described.Topic);
            return described.Topic;
        }
        finally
        {
            describing.Release();
        }
    }

    public async Task<Outcome<Done>> Remove(Actor actor, CancellationToken cancellationToken)
    {
        if (await Load() is not { } topic) return Refusal.TopicNotFound;
        if (!TopicAccess.MayChange(actor, topic.Topic)) return Refusal.NotAllowed;

        await store.Remove(Id, Milliseconds.Cut(clock.GetUtcNow()), cancellationToken);
        memory.Forget();
        writer.RefuseAll(Refusal.TopicNotFound);
        watchers.Described(null);
        feed.Removed(Id);
        DeactivateOnIdle();
        LogRemoved(Id, actor.User.Id);
        return Done.It;
    }

    public async Task<Outcome<LatestMessages>> Latest(long held, CancellationToken cancellationToken) =>
        await Load() is { } topic ? topic.Window.Latest(held) : Refusal.TopicNotFound;

    public async Task<Outcome<MessagePage>> Read(ReadMessages query, CancellationToken cancellationToken) =>
        await Load() is { } topic ? await reader.Read(topic, query, cancellationToken) : Refusal.TopicNotFound;

    public async Task<Outcome<Message>> ReadOne(long seq, CancellationToken cancellationToken) =>
        await Load() is not { } topic ? Refusal.TopicNotFound
        : await reader.ReadOne(topic, seq, cancellationToken) is { } message ? message
        : Refusal.MessageNotFound;

    public async Task<Outcome<TopicChanges>> Changes(long after, int limit, CancellationToken cancellationToken)
    {
        if (await Load() is not { } topic) return Refusal.TopicNotFound;
        if (after <= topic.Head.Revision) return await reader.Changes(topic, after, limit, cancellationToken);

        // The caller is ahead of this activation: either this one is stale, or the caller's revision was lost. Storage decides.
        if (await log.Load(Id, MessageWindow.Size, cancellationToken) is not { } stored) return Refusal.TopicNotFound;
        var committed = new LiveTopic(stored);
        return after > committed.Head.Revision
            ? TopicReader.Reset(committed)
            : await reader.Changes(committed, after, limit, cancellationToken);
    }

    public async Task<Outcome<TopicSnapshot>> Watch(ITopicObserver observer, long knownRevision, CancellationToken cancellationToken)
    {
        if (await Load() is not { } topic) return Refusal.TopicNotFound;
        if (knownRevision > topic.Head.Revision)
        {
            // The gateway is ahead of this activation, which is therefore stale.
            await memory.Reload();
            topic = memory.Live;
        }

        // No await between these two: any change not in the answer is sent to the observer.
        watchers.Add(observer);
        return new TopicSnapshot(topic.Topic, knownRevision == topic.Head.Revision ? null : topic.Window.LatestPage, RuntimeIdentity, topic.Window.NamesWith(topic.Topic));
    }

    public Task Unwatch(ITopicObserver observer)
    {
        watchers.Remove(observer);
        return Task.CompletedTask;
    }

    public Task Typing(User user)
    {
        watchers.Typing(user);
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

    [LoggerMessage(LogLevel.Information, "Topic {TopicId} removed by {UserId}")]
    private partial void LogRemoved(Guid topicId, Guid userId);
}
