using Bulletin.Grains.Accounts;
using Bulletin.Grains.Topics.Members;
using Microsoft.Extensions.Logging;

namespace Bulletin.Grains.Topics.Memory;

/// <summary>A topic's place in memory: loads it, applies commits to it, announces them, and drops it.</summary>
internal sealed partial class TopicMemory(
    Guid topicId, IMessageLog log, IMemberStore memberStore, TopicWatchers watchers, IActivityFeed feed, IFollowerHints hints, ProfileFeed profiles, TopicsHere here, TopicLoad activity, TopicMetrics metrics, ILogger logger)
{
    private LiveTopic? live;
    private Task<LiveTopic?>? loading;
    private bool closed;

    /// <summary>The topic, or null if it is not in memory.</summary>
    public LiveTopic? Current => live is null ? null : Named(live);

    public LiveTopic Live => live ?? throw new StorageUnavailableException($"Topic {topicId} is not in memory.");

    /// <summary>How busy the topic is, whether or not it was read again meanwhile.</summary>
    public TopicLoad Activity => activity;

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
        topic.Activity = activity;
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
        if (live is not null && live.Head.Revision >= stored.Topic.Revision)
        {
            Admit(stored.Members);
            return;
        }
        var before = live?.Members;
        if (before?.Version > stored.Members.Version) stored = stored with { Topic = stored.Topic.With(before), Members = before };
        var read = Show(new(stored));
        if (known is null) return;

        // Commits that were not applied here were not announced either. If this isn't all of them, watchers see the gap.
        LogReloaded(topicId, known.Value.Revision, read.Head.Revision);
        if (before is not null && before.Version != read.Members.Version)
        {
            Announce(before, read);
            watchers.Described(read.Topic);
        }
        watchers.Changed([.. read.Window.Messages.Where(m => m.Revision > known.Value.Revision).OrderBy(m => m.Revision)], read.Members);
        feed.Changed(read.Topic, read.Members.UserIds);
        hints.Changed(topicId);
    }

    /// <summary>Reads the members again if another activation or an operator has changed them.</summary>
    public async Task ReloadMembers()
    {
        if (live is not { Members.Access: not Access.Public } topic) return;
        // First the version alone: whoever asks for a topic that they may not see comes here, and some topics have thousands of members.
        var version = await memberStore.Version(topicId, CancellationToken.None);
        if (version == topic.Members.Version) return;
        if (version is not null && await memberStore.Load(topicId, CancellationToken.None) is { } stored) Admit(stored);
        else if (live == topic) Forget(); // Removed.
    }

    /// <summary>Takes in a change of the members that is durable, and announces it.</summary>
    public void Admit(TopicMembers next)
    {
        if (live is not { } topic || next.Version <= topic.Members.Version) return;
        var before = topic.Members;
        topic.Admit(next.Named(profiles.Latest));
        Announce(before, topic);
        watchers.Described(topic.Topic);
        feed.Changed(topic.Topic, topic.Members.UserIds);
        hints.Changed(topicId);
    }

    /// <summary>Announces the members once more, for a change that may have been announced to nobody.</summary>
    public void AnnounceAgain(Guid userId)
    {
        if (live is not { } topic) return;
        watchers.ReadersChanged(topic.Members.Readers);
        if (!topic.Members.Has(userId)) feed.Left(topic.Topic, userId);
        else feed.Changed(topic.Topic, topic.Members.UserIds);
    }

    private void Announce(TopicMembers before, LiveTopic topic)
    {
        watchers.ReadersChanged(topic.Members.Readers);
        foreach (var userId in before.UserIds)
            if (!topic.Members.Has(userId)) feed.Left(topic.Topic, userId);
    }

    /// <summary>Applies a durable append, without an await, and announces it.</summary>
    public void Apply(TopicAppend append)
    {
        // Removed or reloaded while the append was in flight: the append is already applied and announced.
        if (live is null || live.Head != append.Expected) return;

        var changed = live.Apply(append);
        activity.Changed(changed.Count);
        watchers.Changed(changed, live.Members);
        feed.Changed(live.Topic, live.Members.UserIds);
        hints.Changed(topicId);
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
