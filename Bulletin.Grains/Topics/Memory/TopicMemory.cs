using Bulletin.Grains.Accounts;
using Microsoft.Extensions.Logging;

namespace Bulletin.Grains.Topics.Memory;

/// <summary>A topic's place in memory: loads it, applies commits to it, announces them, and drops it.</summary>
internal sealed partial class TopicMemory(
    Guid topicId, IMessageLog log, TopicWatchers watchers, IActivityFeed feed, ProfileFeed profiles, TopicsHere here, TopicMetrics metrics, ILogger logger)
{
    private LiveTopic? live;
    private Task<LiveTopic?>? loading;
    private bool closed;

    /// <summary>The topic, or null if it is not in memory.</summary>
    public LiveTopic? Current => live is null ? null : Named(live);

    public LiveTopic Live => live ?? throw new StorageUnavailableException($"Topic {topicId} is not in memory.");

    /// <summary>Loads the topic once for all waiting callers; null if it does not exist.</summary>
    public Task<LiveTopic?> Load()
    {
        return loading is { IsCompleted: false } ? loading : loading = LoadOnce();

        async Task<LiveTopic?> LoadOnce()
        {
            var stored = await log.Load(topicId, MessageWindow.Size, CancellationToken.None);
            metrics.Loaded();
            return stored is null ? null : live ?? Show(new(stored));
        }
    }

    public LiveTopic Show(LiveTopic topic)
    {
        if (!closed) here.Show(topic);
        return live = topic;
    }

    public void Forget()
    {
        if (live is { } topic) here.Hide(topic);
        live = null;
    }

    /// <summary>The grain is being deactivated: calls that are still under way may go on with the topic, but nobody finds it here.</summary>
    public void Close()
    {
        closed = true;
        if (live is { } topic) here.Hide(topic);
    }

    /// <summary>Reads the topic again, because the database is ahead of memory.</summary>
    public async Task Reload()
    {
        var known = live?.Head;
        var stored = await log.Load(topicId, MessageWindow.Size, CancellationToken.None)
            ?? throw new StorageUnavailableException($"Topic {topicId} is gone.");

        // A commit may have been applied during the read: never go back.
        if (live is not null && live.Head.Revision >= stored.Topic.Revision) return;
        var read = Show(new(stored));
        if (known is null) return;

        // Commits that were not applied here were not announced either. If this isn't all of them, watchers see the gap.
        LogReloaded(topicId, known.Value.Revision, read.Head.Revision);
        watchers.Changed([.. read.Window.Messages.Where(m => m.Revision > known.Value.Revision).OrderBy(m => m.Revision)]);
        feed.Changed(read.Topic);
    }

    /// <summary>Applies a durable append, without an await, and announces it.</summary>
    public void Apply(TopicAppend append)
    {
        // Removed or reloaded while the append was in flight: the append is already applied and announced.
        if (live is null || live.Head != append.Expected) return;

        var changed = live.Apply(append);
        watchers.Changed(changed);
        feed.Changed(live.Topic);
    }

    private LiveTopic Named(LiveTopic topic)
    {
        if (topic.NamesSeen != profiles.Version)
        {
            var version = profiles.Version;
            topic.Rename(profiles.Latest);
            topic.NamesSeen = version;
        }
        return topic;
    }

    [LoggerMessage(LogLevel.Information, "Reloaded topic {TopicId}: memory was at revision {Known}, storage is at {Stored}")]
    private partial void LogReloaded(Guid topicId, long known, long stored);
}
