using Bulletin.Api.Directory;
using Bulletin.Api.Http;
using Bulletin.Api.Topics.Mentions;
using Bulletin.Grains;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Topics;

namespace Bulletin.Api.Topics;

/// <summary>
/// Posts, edits and deletes messages, and reacts to them, for HTTP and the hub. Each is durable on return, and done once however many attempts it took.
/// </summary>
internal sealed class MessageChanges(
    IGrainFactory grains, MentionLookup mentions, MentionOfAll mentionOfAll, TopicReplicas replicas, Directories directories, PostMetrics metrics, TimeProvider clock)
{
    /// <exception cref="ProblemException">The post was refused. With <c>unavailable</c> it may have been stored: posting it again
    /// with the same client id finds out.</exception>
    public async Task<Posted> Post(Guid topicId, PostMessageRequest request, Actor actor, CancellationToken cancellationToken)
    {
        var command = request.ToCommand(actor);
        var mentioned = await mentions.Find(command.Text, actor, cancellationToken);
        if (mentioned.All && request.ConfirmAll != true) await mentionOfAll.RequireFew(topicId, command, cancellationToken);
        command = command with { Mentions = mentioned.UserIds, MentionsAll = mentioned.All };

        var topic = grains.Topic(topicId);
        using var post = metrics.Begin();
        var outcome = await GrainCalls.UntilSettled(() => post.Attempt(topic.Post(command, CancellationToken.None)), clock, cancellationToken);
        post.End(outcome);
        var posted = outcome.OrThrow();
        // Also a repeated one: the attempt that stored it may have notified nobody.
        Acknowledged(posted.Message, actor);
        return posted;
    }

    public async Task<Message> Edit(Guid topicId, long seq, EditMessageRequest request, Actor actor, CancellationToken cancellationToken)
    {
        var command = request.ToCommand(seq, actor);
        var mentioned = await mentions.Find(command.Text, actor, cancellationToken);
        if (mentioned.All && request.ConfirmAll != true) await mentionOfAll.RequireFew(topicId, command, cancellationToken);
        command = command with { Mentions = mentioned.UserIds, MentionsAll = mentioned.All };
        return await Change(topicId, actor, topic => topic.Edit(command, CancellationToken.None), cancellationToken);
    }

    public Task<Message> Delete(Guid topicId, long seq, Actor actor, CancellationToken cancellationToken) =>
        Change(topicId, actor, topic => topic.Delete(new(seq, actor), CancellationToken.None), cancellationToken);

    public Task<Message> React(Guid topicId, ReactToMessage command, CancellationToken cancellationToken) =>
        Change(topicId, command.Actor, topic => topic.React(command, CancellationToken.None), cancellationToken);

    private async Task<Message> Change(Guid topicId, Actor actor, Func<ITopicGrain, Task<Outcome<Message>>> change, CancellationToken cancellationToken)
    {
        var topic = grains.Topic(topicId);
        var message = (await GrainCalls.UntilSettled(() => change(topic), clock, cancellationToken)).OrThrow();
        Acknowledged(message, actor);
        return message;
    }

    /// <summary>Whoever asks this gateway from now on is answered with it, even if it was not notified yet.</summary>
    private void Acknowledged(Message message, Actor actor)
    {
        directories.Saw(message, actor.User.Id);
        replicas.Acknowledged(message);
    }
}
