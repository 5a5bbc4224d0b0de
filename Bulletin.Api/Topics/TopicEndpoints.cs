using Bulletin.Api.Auth;
using Bulletin.Api.Contract;
using Bulletin.Api.Directory;
using Bulletin.Api.Http;
using Bulletin.Api.Limits;
using Bulletin.Api.Responses;
using Bulletin.Grains.Topics;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bulletin.Api.Topics;

/// <summary>Topics over HTTP. Keeps its dependencies in fields, like <see cref="MessageEndpoints"/>.</summary>
internal sealed class TopicEndpoints(IGrainFactory grains, DirectoryReplica directory, TopicReplicas replicas, KnownTopics known, TimeProvider clock)
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
            .LimitedPerUser(limits => limits.Searching, request => request.QueryString.HasValue && (request.Query.ContainsKey("query") || request.Query.ContainsKey("cursor")));
        topics.MapGet("/{topicId:guid}", endpoints.GetTopic).WithName(nameof(GetTopic)).WithSummary("Get a topic")
            .LimitedPerUser(limits => limits.Searching, known.IsMissing).WithProblems(404);
        topics.MapPatch("/{topicId:guid}", endpoints.ChangeTopic).WithName(nameof(ChangeTopic)).WithSummary("Change a topic's name or description")
            .WithDescription("Only for its creator and moderators.").LimitedPerUser(limits => limits.Writing).WithProblems(403, 404);
        topics.MapDelete("/{topicId:guid}", endpoints.RemoveTopic).WithName(nameof(RemoveTopic)).WithSummary("Remove a topic and all of its messages")
            .WithDescription("Only for its creator and moderators.").LimitedPerUser(limits => limits.Writing).WithProblems(403, 404);
        return topics;
    }

    public async Task<Created<TopicView>> CreateTopic(JsonBody<CreateTopicRequest> body, HttpContext context, CancellationToken cancellationToken)
    {
        var command = body.Value.ToCommand(Caller.ActorOf(context.User));
        // The id is generated here, so that the call can be retried after a lost answer.
        var grain = grains.Topic(Guid.CreateVersion7(clock.GetUtcNow()));
        var topic = (await GrainCalls.UntilSettled(() => grain.Create(command, CancellationToken.None), clock, cancellationToken)).OrThrow();
        directory.Saw(topic);
        return TypedResults.Created($"/api/v1/topics/{topic.Id}", TopicView.Of(topic));
    }

    public async Task<ETagResult<TopicView>> GetTopic(Guid topicId, CancellationToken cancellationToken)
    {
        var grain = grains.Topic(topicId);
        var topic = await GrainCalls.UntilSettled(() => grain.Get(CancellationToken.None), clock, cancellationToken);
        return ETagResult.Of(TopicView.Of(known.Learn(topicId, topic).OrThrow()));
    }

    public async Task<Ok<TopicView>> ChangeTopic(Guid topicId, JsonBody<ChangeTopicRequest> body, HttpContext context, CancellationToken cancellationToken)
    {
        var command = body.Value.ToCommand(Caller.ActorOf(context.User));
        var grain = grains.Topic(topicId);
        var topic = (await GrainCalls.UntilSettled(() => grain.Change(command, CancellationToken.None), clock, cancellationToken)).OrThrow();
        directory.Saw(topic);
        return TypedResults.Ok(TopicView.Of(topic));
    }

    public async Task<NoContent> RemoveTopic(Guid topicId, HttpContext context, CancellationToken cancellationToken)
    {
        // Not retried: after a lost answer, a second attempt would report "not found" for the first one's removal.
        var removed = await grains.Topic(topicId).Remove(Caller.ActorOf(context.User), CancellationToken.None).InTime(cancellationToken);
        removed.OrThrow();
        directory.SawRemoved(topicId);
        replicas.Removed(topicId);
        return TypedResults.NoContent();
    }
}
