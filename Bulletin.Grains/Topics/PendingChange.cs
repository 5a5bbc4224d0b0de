using System.Diagnostics;
using Bulletin.Grains.Accounts;

namespace Bulletin.Grains.Topics;

/// <summary>A change whose caller is waiting. It completes once it is durable, or as soon as it has failed.</summary>
internal abstract class PendingChange(Actor actor)
{
    private readonly TaskCompletionSource<Outcome<Posted>> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Actor Actor { get; } = actor;

    /// <summary>The trace it belongs to.</summary>
    public ActivityContext Trace { get; } = Activity.Current?.Context ?? default;

    public Task<Outcome<Posted>> Answer => answer.Task;

    public void Succeed(Message message, bool repeated = false) => answer.TrySetResult(new Posted(message, repeated));

    public void Refuse(Refusal refusal) => answer.TrySetResult(refusal);

    public void Fail(Exception reason) => answer.TrySetException(reason);
}

internal sealed class PendingPost(PostMessage command) : PendingChange(command.Actor)
{
    public PostMessage Command { get; } = command;
}

/// <param name="text">The new text; null to delete.</param>
/// <param name="revision">The revision the edit is based on; a later one is not overwritten. Null to overwrite any.</param>
internal sealed class PendingEdit(Actor actor, long seq, string? text, long? revision = null) : PendingChange(actor)
{
    public long? Revision { get; } = revision;
    public long Seq { get; } = seq;
    public string? Text { get; } = text;
}
