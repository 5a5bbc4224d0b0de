using Microsoft.Extensions.Logging;

namespace Bulletin.Grains.Topics;

// Loading the topic into memory, applying commits to it and dropping it.
internal sealed partial class TopicGrain
{
    public LiveTopic Live => live ?? throw new StorageUnavailableException($"Topic {Id} is not in memory.");

    /// <summary>The topic from memory, or loaded once for all waiting callers; null if it does not exist.</summary>
    private async ValueTask<LiveTopic?> Load()
    {
        if (live is not null) return Named(live);

        var task = loading is { IsCompleted: false } ? loading : loading = LoadOnce();
        var loaded = await task;
        if (loaded is null) DeactivateOnIdle();
        return loaded;

        async Task<LiveTopic?> LoadOnce()
        {
            var stored = await log.Load(Id, MessageWindow.Size, CancellationToken.None);
            metrics.Loaded();
            return stored is null ? null : live ?? Show(new(stored));
        }
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

    /// <summary>A gateway may have cached its user from before a name change or before the account was closed.</summary>
    private PostMessage Named(PostMessage command)
    {
        var user = profiles.Latest(command.Actor.User);
        return ReferenceEquals(user, command.Actor.User) ? command : command with { Actor = command.Actor with { User = user } };
    }

    private LiveTopic Show(LiveTopic topic)
    {
        if (!deactivated) here.Show(topic);
        return live = topic;
    }

    private void Forget()
    {
        if (live is { } topic) here.Hide(topic);
        live = null;
    }

    public async Task Reload()
    {
        var known = live?.Head;
        var stored = await log.Load(Id, MessageWindow.Size, CancellationToken.None)
            ?? throw new StorageUnavailableException($"Topic {Id} is gone.");

        // A commit may have been applied during the read: never go back.
        if (live is not null && live.Head.Revision >= stored.Topic.Revision) return;
        var read = Show(new(stored));
        if (known is null) return;

        // Commits that were not applied here were not announced either. If this isn't all of them, watchers see the gap.
        LogReloaded(Id, known.Value.Revision, read.Head.Revision);
        watchers.Changed([.. read.Window.Messages.Where(m => m.Revision > known.Value.Revision).OrderBy(m => m.Revision)]);
        feed.Changed(read.Topic);
    }

    public void Committed(TopicAppend append)
    {
        // Removed or reloaded while the append was in flight: the append is already applied and announced.
        if (live is null || live.Head != append.Expected) return;

        var changed = live.Apply(append);
        watchers.Changed(changed);
        feed.Changed(live.Topic);
    }

    public void Fenced()
    {
        LogFenced(Id);
        metrics.Fenced();
        Forget();
        DeactivateOnIdle();
    }

    public void WriteFailed(Exception reason)
    {
        LogWriteFailed(reason, Id);
        settling ??= this.RegisterGrainTimer(Settle, new GrainTimerCreationOptions(SettleEvery, SettleEvery) { Interleave = true });
    }

    private async Task Settle(CancellationToken cancellationToken)
    {
        await writer.Settle();
        if (writer.Uncertain) return;
        settling?.Dispose();
        settling = null;
    }

    [LoggerMessage(LogLevel.Information, "Topic {TopicId} removed by {UserId}")]
    private partial void LogRemoved(Guid topicId, Guid userId);

    [LoggerMessage(LogLevel.Warning, "Topic {TopicId} was taken over by another activation; this one drops its state")]
    private partial void LogFenced(Guid topicId);

    [LoggerMessage(LogLevel.Warning, "A write to topic {TopicId} failed; its outcome is unknown")]
    private partial void LogWriteFailed(Exception reason, Guid topicId);

    [LoggerMessage(LogLevel.Information, "Reloaded topic {TopicId}: memory was at revision {Known}, storage is at {Stored}")]
    private partial void LogReloaded(Guid topicId, long known, long stored);
}
