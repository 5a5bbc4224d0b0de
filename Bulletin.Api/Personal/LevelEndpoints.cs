using System.ComponentModel.DataAnnotations;
using Bulletin.Api.Auth;
using Bulletin.Api.Contract;
using Bulletin.Api.Http;
using Bulletin.Api.Limits;
using Bulletin.Grains.Personal;
using Bulletin.Grains.Topics.Members;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bulletin.Api.Personal;

/// <summary>What the caller wants to be told of a topic, over HTTP.</summary>
internal sealed class LevelEndpoints(IGrainFactory grains, SeenTopics seen, TimeProvider clock)
{
    public static RouteGroupBuilder Map(IEndpointRouteBuilder routes)
    {
        var endpoints = ActivatorUtilities.CreateInstance<LevelEndpoints>(routes.ServiceProvider);
        var topic = routes.MapGroup("/topics/{topicId:guid}").WithTags("Personal");
        topic.MapPut("/level", endpoints.SetLevel).WithName(nameof(SetLevel)).WithSummary("Choose what you are notified of in a topic")
            .LimitedPerUser(limits => limits.Writing).WithProblems(404, 409);
        topic.MapPut("/follow", endpoints.FollowTopic).WithName(nameof(FollowTopic)).WithSummary("Follow a topic")
            .WithDescription("Its messages count as unread from now on.").LimitedPerUser(limits => limits.Writing).WithProblems(404, 409);
        topic.MapDelete("/follow", endpoints.UnfollowTopic).WithName(nameof(UnfollowTopic)).WithSummary("Unfollow a topic")
            .WithDescription("Also succeeds if the topic no longer exists.").LimitedPerUser(limits => limits.Writing).WithProblems(409);
        return topic;
    }

    public async Task<Ok<TopicStateView>> SetLevel(Guid topicId, JsonBody<SetLevelRequest> body, HttpContext context, CancellationToken cancellationToken)
    {
        var level = body.Value.ToLevel();
        var me = Caller.Required(context.User).UserId;
        var topic = await seen.Require(topicId, me, seq: 0, cancellationToken);
        var state = await GrainCalls.UntilSettled(
            () => grains.Person(me).SetLevel(topicId, level, topic.LastSeq, topic.Access != Access.Public, CancellationToken.None), clock, cancellationToken);
        return TypedResults.Ok(TopicStateView.Of(state.OrThrow()));
    }

    public async Task<NoContent> FollowTopic(Guid topicId, HttpContext context, CancellationToken cancellationToken)
    {
        var me = Caller.Required(context.User).UserId;
        var head = (await seen.Require(topicId, me, seq: 0, cancellationToken)).LastSeq;
        await Follow(me, topicId, follows: true, head, cancellationToken);
        return TypedResults.NoContent();
    }

    public async Task<NoContent> UnfollowTopic(Guid topicId, HttpContext context, CancellationToken cancellationToken)
    {
        await Follow(Caller.Required(context.User).UserId, topicId, follows: false, head: 0, cancellationToken);
        return TypedResults.NoContent();
    }

    private async Task Follow(Guid me, Guid topicId, bool follows, long head, CancellationToken cancellationToken) =>
        (await GrainCalls.UntilSettled(() => grains.Person(me).Follow(topicId, follows, head, CancellationToken.None), clock, cancellationToken)).OrThrow();
}

/// <param name="Level"><c>all</c>, <c>mentions</c> (and replies), <c>muted</c> (nothing) or <c>default</c>: every message of a direct conversation, otherwise mentions and replies.</param>
public sealed record SetLevelRequest([property: Required, NamesOf(typeof(NotificationLevels))] string? Level = null)
{
    /// <exception cref="ProblemException">With <c>validation_failed</c>.</exception>
    public NotificationLevel ToLevel()
    {
        var fields = new ValidationErrors();
        var level = NotificationLevels.Read(Level, fields);
        fields.ThrowIfAny();
        return level;
    }
}
