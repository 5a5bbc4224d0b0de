using System.Diagnostics;
using Bulletin.Grains.Accounts;

namespace Bulletin.Grains.Topics;

/// <summary>A change that somebody waits for. It is answered once it is durable, or as soon as it is clear that it won't be.</summary>
internal abstract class PendingChange(Actor actor)
{
    private readonly TaskCompletionSource<Outcome<Posted>> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Actor Actor { get; } = actor;

    /// <summary>The trace it is part of.</summary>
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

/// <param name="text">The new text; null deletes.</param>
/// <param name="revision">Of the message that was changed: another one is not overwritten. Null for whatever is there.</param>
internal sealed class PendingEdit(Actor actor, long seq, string? text, long? revision = null) : PendingChange(actor)
{
    public long? Revision { get; } = revision;
    public long Seq { get; } = seq;
    public string? Text { get; } = text;
}
