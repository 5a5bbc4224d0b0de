using Bulletin.Api.Directory;
using Bulletin.Api.Http;
using Bulletin.Api.Topics;
using Bulletin.Grains;
using Bulletin.Grains.Topics;

namespace Bulletin.Api.Personal;

/// <summary>
/// Whether somebody may see a topic, and how far it reaches. Thousands mark each message of a busy topic as read, so what this gateway follows
/// for them anyway answers first if everybody may see it. A private topic is asked each time, since somebody may have been removed a moment ago.
/// </summary>
internal sealed class SeenTopics(TopicReplicas joined, PublicDirectory publicList, IGrainFactory grains, TimeProvider clock)
{
    /// <param name="seq">How far the topic must reach; 0 if it does not matter.</param>
    /// <exception cref="ProblemException">With <c>topic_not_found</c>, or with <c>validation_failed</c>: there is no such message yet.</exception>
    public async ValueTask<Topic> Require(Guid topicId, Guid viewer, long seq, CancellationToken cancellationToken)
    {
        var topic = (await Find(topicId, viewer, seq, cancellationToken)).OrThrow();
        return topic.LastSeq >= seq ? topic : throw new ProblemException(Problems.ValidationFailed("seq", "Must be the seq of a message in this topic."));
    }

    /// <summary>A topic that this gateway follows and everybody may see; null for another.</summary>
    public Topic? Known(Guid topicId) => joined.Public(topicId) ?? publicList.Held(topicId);

    /// <param name="seq">How far the topic must reach as it is known here, or it is asked.</param>
    public async ValueTask<Outcome<Topic>> Find(Guid topicId, Guid viewer, long seq, CancellationToken cancellationToken)
    {
        if (Known(topicId) is { } known && known.LastSeq >= seq) return known;
        var grain = grains.Topic(topicId);
        return await GrainCalls.UntilSettled(() => grain.Get(viewer, CancellationToken.None), clock, cancellationToken);
    }
}
