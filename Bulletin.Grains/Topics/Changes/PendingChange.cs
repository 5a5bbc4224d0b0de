using System.Diagnostics;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Audit;
using Bulletin.Grains.Topics.Memory;

namespace Bulletin.Grains.Topics.Changes;

/// <summary>
/// A change of one message, whose caller is waiting. It decides what becomes of the message. It completes once that is durable, or
/// as soon as it is refused, has nothing to do, or has failed.
/// </summary>
/// <param name="actor">Null: the server itself, which deletes messages by age, and those that an operator purges.</param>
internal abstract class PendingChange(Actor? actor)
{
    private readonly TaskCompletionSource<Outcome<Posted>> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Actor? Actor { get; } = actor;

    /// <summary>The message it changes; null if it adds one.</summary>
    public virtual long? Seq => null;

    /// <summary>The trace it belongs to.</summary>
    public ActivityContext Trace { get; } = Activity.Current?.Context ?? default;

    public Task<Outcome<Posted>> Answer => answer.Task;

    /// <param name="topic">The topic as of the last commit.</param>
    /// <param name="current">The message at <see cref="Seq"/>, as of the last commit; null if there is none.</param>
    /// <param name="stamp">What the next message carries if this change is written.</param>
    public abstract Decision Decide(LiveTopic topic, Message? current, ChangeStamp stamp);

    /// <summary>What goes into the audit log together with this change; null if it is no act of office.</summary>
    public virtual AuditEntry? ActOf(LiveTopic topic, Message current, Message next, DateTimeOffset at) => null;

    public void Succeed(Message message, bool repeated = false) => answer.TrySetResult(new Posted(message, repeated));

    public void Refuse(Refusal refusal) => answer.TrySetResult(refusal);

    public void Fail(Exception reason) => answer.TrySetException(reason);
}
