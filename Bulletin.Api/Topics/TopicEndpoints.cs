using Bulletin.Api.Auth;
using Bulletin.Api.Contract;
using Bulletin.Api.Directory;
using Bulletin.Api.Http;
using Bulletin.Api.Limits;
using Bulletin.Api.Members;
using Bulletin.Api.Responses;
using Bulletin.Grains.Topics;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bulletin.Api.Topics;

/// <summary>Topics over HTTP. Keeps its dependencies in fields, like <see cref="MessageEndpoints"/>.</summary>
internal sealed class TopicEndpoints(
    IGrainFactory grains, Directories directories, TopicReplicas replicas, KnownTopics known, HeldRefusals held, MemberLookup members, TimeProvider clock)
{
    public static RouteGroupBuilder Map(IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        var known = services.GetRequiredService<KnownTopics>();
        var endpoints = ActivatorUtilities.CreateInstance<TopicEndpoints>(services);
        var directory = ActivatorUtilities.CreateInstance<DirectoryEndpoints>(services);
        var topics = routes.MapGroup("/topics").WithTags("Topics");
        topics.MapPost("/", endpoints.CreateTopic).WithName(nameof(CreateTopic)).WithSummary("Create a topic")
            .LimitedPerUser(limits => limits.Writing);
        topics.MapGet("/", directory.ListTopics).WithName(nameof(DirectoryEndpoints.ListTopics)).WithSummary("List topics, most recently active first")
            .LimitedPerUser(limits => limits.Searching, request => request.QueryString.HasValue && (request.Query.ContainsKey("query") || request.Query.ContainsKey("cursor") || request.Query.ContainsKey("access") || request.Query.ContainsKey("following")));
        topics.MapGet("/{topicId:guid}", endpoints.GetTopic).WithName(nameof(GetTopic)).WithSummary("Get a topic")
            .LimitedPerUser(limits => limits.Searching, known.IsMissing).WithProblems(404);
        topics.MapPatch("/{topicId:guid}", endpoints.ChangeTopic).WithName(nameof(ChangeTopic)).WithSummary("Change a topic: its name and description, and whether it is locked or resolved")
            .WithDescription("Only for its creator and moderators, or the owners of a private topic.").LimitedPerUser(limits => limits.Writing).WithProblems(403, 404).HoldsRefusals();
        topics.MapDelete("/{topicId:guid}", endpoints.RemoveTopic).WithName(nameof(RemoveTopic)).WithSummary("Remove a topic and all of its messages")
            .WithDescription("Only for its creator and moderators, or the owners of a private topic.").LimitedPerUser(limits => limits.Writing).WithProblems(403, 404).HoldsRefusals();
        return topics;
    }

    public async Task<Created<TopicView>> CreateTopic(JsonBody<CreateTopicRequest> body, HttpContext context, CancellationToken cancellationToken)
    {
        var actor = Caller.ActorOf(context.User);
        var command = await body.Value.ToCommand(actor, members, cancellationToken);
        // The id is generated here, so that the call can be retried after a lost answer.
        var grain = grains.Topic(Guid.CreateVersion7(clock.GetUtcNow()));
        var topic = (await GrainCalls.UntilSettled(() => grain.Create(command, CancellationToken.None), clock, cancellationToken)).OrThrow();
        directories.Saw(topic, actor.User.Id);
        return TypedResults.Created($"/api/v1/topics/{topic.Id}", TopicView.Of(topic));
    }

    public async Task<ETagResult<TopicView>> GetTopic(Guid topicId, HttpContext context, CancellationToken cancellationToken)
    {
        var (viewer, grain) = (Caller.Required(context.User).UserId, grains.Topic(topicId));
        var began = held.Begin();
        try
        {
            var topic = await GrainCalls.UntilSettled(() => grain.Get(viewer, CancellationToken.None), clock, cancellationToken);
            return ETagResult.Of(TopicView.Of(known.Learn(topicId, topic).OrThrow()));
        }
        // Here and not in a filter, as in MessageEndpoints.
        catch (ProblemException refused) when (HeldRefusals.AreHeld(refused))
        {
            await held.Hold(began, cancellationToken);
            throw;
        }
    }

    public async Task<Ok<TopicView>> ChangeTopic(Guid topicId, JsonBody<ChangeTopicRequest> body, HttpContext context, CancellationToken cancellationToken)
    {
        var actor = Caller.ActorOf(context);
        var command = body.Value.ToCommand(actor);
        var grain = grains.Topic(topicId);
        var topic = (await GrainCalls.UntilSettled(() => grain.Change(command, CancellationToken.None), clock, cancellationToken)).OrThrow();
        directories.Saw(topic, actor.User.Id);
        return TypedResults.Ok(TopicView.Of(topic));
    }

    public async Task<NoContent> RemoveTopic(Guid topicId, HttpContext context, CancellationToken cancellationToken)
    {
        // Not retried: after a lost answer, a second attempt would report "not found" for the first one's removal.
        var actor = Caller.ActorOf(context);
        var removed = await grains.Topic(topicId).Remove(actor, CancellationToken.None).InTime(cancellationToken);
        removed.OrThrow();
        directories.SawRemoved(topicId, actor.User.Id);
        replicas.Removed(topicId);
        return TypedResults.NoContent();
    }
}
