using Bulletin.Api.Directory;
using Bulletin.Api.Http;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Topics;

namespace Bulletin.Api.Topics;

/// <summary>Posts messages for HTTP and the hub: validated, durable on return, and stored once however many attempts it took.</summary>
public sealed class TopicPosts(IGrainFactory grains, ITopicDirectory directory, PostMetrics metrics, TimeProvider clock)
{
    /// <exception cref="ProblemException">The post was refused. With <c>unavailable</c> it may have been stored: posting it again
    /// with the same client id finds out.</exception>
    public async Task<Posted> Post(Guid topicId, PostMessageRequest request, Actor actor, CancellationToken cancellationToken)
    {
        var command = request.ToCommand(actor);
        var topic = grains.Topic(topicId);
        using var post = metrics.Begin();
        var outcome = await GrainCalls.UntilSettled(() => post.Attempt(topic.Post(command, CancellationToken.None)), clock, cancellationToken);
        post.End(outcome);
        var posted = outcome.OrThrow();
        if (!posted.Repeated) directory.SawPost(posted.Message);
        return posted;
    }
}
