using Bulletin.Api.Auth;
using Bulletin.Api.Http;
using Bulletin.Api.Limits;
using Bulletin.Grains.Topics.Members;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bulletin.Api.Personal;

/// <summary>The topics at the top of the caller's own list, over HTTP.</summary>
internal sealed class PinnedTopicEndpoints(IGrainFactory grains, SeenTopics seen, TimeProvider clock)
{
    public static RouteGroupBuilder Map(IEndpointRouteBuilder routes)
    {
        var endpoints = ActivatorUtilities.CreateInstance<PinnedTopicEndpoints>(routes.ServiceProvider);
        var topic = routes.MapGroup("/topics/{topicId:guid}").WithTags("Personal");
        topic.MapPut("/pinned", endpoints.PinTopic).WithName(nameof(PinTopic)).WithSummary("Pin a topic to the top of your own list")
            .WithDescription("You may pin at most 100 topics.").LimitedPerUser(limits => limits.Writing).WithProblems(404, 409);
        topic.MapDelete("/pinned", endpoints.UnpinTopic).WithName(nameof(UnpinTopic)).WithSummary("Unpin a topic")
            .LimitedPerUser(limits => limits.Writing).WithProblems(404);
        return topic;
    }

    public Task<Ok<TopicStateView>> PinTopic(Guid topicId, HttpContext context, CancellationToken cancellationToken) =>
        SetPinned(topicId, pinned: true, context, cancellationToken);

    public Task<Ok<TopicStateView>> UnpinTopic(Guid topicId, HttpContext context, CancellationToken cancellationToken) =>
        SetPinned(topicId, pinned: false, context, cancellationToken);

    private async Task<Ok<TopicStateView>> SetPinned(Guid topicId, bool pinned, HttpContext context, CancellationToken cancellationToken)
    {
        var me = Caller.Required(context.User).UserId;
        var topic = await seen.Require(topicId, me, seq: 0, cancellationToken);
        var state = await GrainCalls.UntilSettled(
            () => grains.Person(me).SetPinned(topicId, pinned, topic.LastSeq, topic.Access != Access.Public, CancellationToken.None), clock, cancellationToken);
        return TypedResults.Ok(TopicStateView.Of(state.OrThrow()));
    }
}
