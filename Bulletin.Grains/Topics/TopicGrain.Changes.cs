using Bulletin.Grains.Accounts;
using Bulletin.Grains.Topics.Changes;
using Bulletin.Grains.Topics.Writing;
using Microsoft.Extensions.Logging;

namespace Bulletin.Grains.Topics;

// Changes of messages: what goes through the topic's writer.
internal sealed partial class TopicGrain
{
    private static readonly TimeSpan SettleEvery = TimeSpan.FromSeconds(1);

    private IGrainTimer? settling;

    public async Task<Outcome<Posted>> Post(PostMessage command, CancellationToken cancellationToken) =>
        await LoadFor(command.Actor.User.Id) is null ? Refusal.TopicNotFound
        : disk.Short() is { } later ? new(null, Refusal.Busy, later)
        : await writer.Submit(new PostChange(Named(command)));

    public async Task<Outcome<Message>> Edit(EditMessage command, CancellationToken cancellationToken) =>
        disk.Short() is { } later ? new(null, Refusal.Busy, later)
        : await Submit(new EditChange(command), command.Actor, command.Seq);

    public async Task<Outcome<Message>> Delete(DeleteMessage command, CancellationToken cancellationToken)
    {
        var outcome = await Submit(new DeleteChange(command), command.Actor, command.Seq);
        if (outcome.Value is not null) await Unpin([command.Seq]);
        return outcome;
    }

    /// <param name="actor">Null: the server itself.</param>
    private async Task<Outcome<Message>> Submit(PendingChange change, Actor? actor, long seq)
    {
        if (await (actor is null ? Load() : LoadFor(actor)) is not { } topic) return Refusal.TopicNotFound;
        if (topic.Held.Holders >= TopicWriter.QueueCapacity) return Refusal.Busy;
        try
        {
            // Also beyond the head: if this activation is out of date, storage has what another one has posted.
            await topic.Held.Hold(seq, () => topic.Window.Find(seq) is { } recent ? Task.FromResult<Message?>(recent) : log.One(Id, seq, CancellationToken.None));
            if (memory.Current != topic) return Refusal.Retry; // Removed, taken over or reloaded meanwhile.
            if (actor is not null && (await StillFor(actor, topic, Done.It)).Value is null) return Refusal.TopicNotFound;

            var outcome = await writer.Submit(change);
            return new(outcome.Value?.Message, outcome.Refusal, outcome.RetryAfter);
        }
        finally
        {
            topic.Held.Release(seq);
        }
    }

    /// <summary>A gateway may have cached its user from before a name change or before the account was closed.</summary>
    private PostMessage Named(PostMessage command)
    {
        var user = profiles.Latest(command.Actor.User);
        return ReferenceEquals(user, command.Actor.User) ? command : command with { Actor = command.Actor with { User = user } };
    }

    private void Fenced()
    {
        LogFenced(Id);
        metrics.Fenced();
        memory.Forget();
        DeactivateOnIdle();
    }

    private void WriteFailed(Exception reason)
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

    [LoggerMessage(LogLevel.Warning, "Topic {TopicId} was taken over by another activation; this one drops its state")]
    private partial void LogFenced(Guid topicId);

    [LoggerMessage(LogLevel.Warning, "A write to topic {TopicId} failed; its outcome is unknown")]
    private partial void LogWriteFailed(Exception reason, Guid topicId);
}
