using Bulletin.Api.Auth;
using Bulletin.Api.Directory;
using Bulletin.Api.Hosting;
using Bulletin.Api.Http;
using Bulletin.Api.Limits;
using Bulletin.Api.Topics.Views;
using Bulletin.Grains.Topics;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bulletin.Api.Topics;

/// <summary>Topics over HTTP.</summary>
public static class TopicEndpoints
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 100;

    public static RouteGroupBuilder MapTopics(this IEndpointRouteBuilder routes)
    {
        var known = routes.ServiceProvider.GetRequiredService<KnownTopics>();
        var topics = routes.MapGroup("/topics").WithTags("Topics");
        topics.MapPost("/", CreateTopic).WithName(nameof(CreateTopic)).WithSummary("Create a topic")
            .LimitedPerUser(limits => limits.Writing);
        topics.MapGet("/", ListTopics).WithName(nameof(ListTopics)).WithSummary("List topics, the most recently active first")
            .LimitedPerUser(limits => limits.Searching, request => request.QueryString.HasValue && (request.Query.ContainsKey("query") || request.Query.ContainsKey("cursor")));
        topics.MapGet("/{topicId:guid}", GetTopic).WithName(nameof(GetTopic)).WithSummary("Get a topic")
            .LimitedPerUser(limits => limits.Searching, known.IsMissing).WithProblems(404);
        topics.MapPatch("/{topicId:guid}", ChangeTopic).WithName(nameof(ChangeTopic)).WithSummary("Change a topic's name or description")
            .WithDescription("For its creator and moderators.").LimitedPerUser(limits => limits.Writing).WithProblems(403, 404);
        topics.MapDelete("/{topicId:guid}", RemoveTopic).WithName(nameof(RemoveTopic)).WithSummary("Remove a topic and all of its messages")
            .WithDescription("For its creator and moderators.").LimitedPerUser(limits => limits.Writing).WithProblems(403, 404);
        return topics;
    }

    internal static async Task<Created<TopicView>> CreateTopic(
        JsonBody<CreateTopicRequest> body, HttpContext context, ICallers callers, IGrainFactory grains, ITopicDirectory directory, TimeProvider clock, CancellationToken cancellationToken)
    {
        var command = body.Value.ToCommand(callers.Of(context.User));
        // The id is ours, so that a lost answer can be asked for again.
        var grain = grains.Topic(Guid.CreateVersion7(clock.GetUtcNow()));
        var topic = (await GrainCalls.UntilSettled(() => grain.Create(command, CancellationToken.None), clock, cancellationToken)).OrThrow();
        directory.Saw(topic);
        return TypedResults.Created($"/api/v1/topics/{topic.Id}", TopicView.Of(topic));
    }

    /// <param name="limit">1–100, 50 if not given.</param>
    /// <param name="cursor">The <c>next</c> of the page before.</param>
    /// <param name="query">Only topics whose name contains this, whatever the case.</param>
    internal static async Task<Tagged<TopicPageView>> ListTopics(
        ITopicDirectory directory, CancellationToken cancellationToken, int? limit = null, string? cursor = null, string? query = null)
    {
        var fields = new Fields();
        fields.Require(limit is null or (>= 1 and <= MaxLimit), "limit", "Has to be 1–100.");
        var search = TopicRules.Query(query, fields);
        fields.ThrowIfAny();

        var after = cursor is null ? null : (Bulletin.Grains.Directory.DirectoryCursor?)DirectoryCursorText.Decode(cursor, search);
        var page = await directory.Page(limit ?? DefaultLimit, after, search, cancellationToken);
        return search is null ? new(page.Rendered) : Tagged.Of(page.ToView(search));
    }

    internal static async Task<Tagged<TopicView>> GetTopic(Guid topicId, IGrainFactory grains, KnownTopics known, TimeProvider clock, CancellationToken cancellationToken)
    {
        var grain = grains.Topic(topicId);
        var topic = await GrainCalls.UntilSettled(() => grain.Get(CancellationToken.None), clock, cancellationToken);
        return Tagged.Of(TopicView.Of(known.Learn(topicId, topic).OrThrow()));
    }

    internal static async Task<Ok<TopicView>> ChangeTopic(
        Guid topicId, JsonBody<ChangeTopicRequest> body, HttpContext context, ICallers callers, IGrainFactory grains, ITopicDirectory directory, TimeProvider clock, CancellationToken cancellationToken)
    {
        var command = body.Value.ToCommand(callers.Of(context.User));
        var grain = grains.Topic(topicId);
        var topic = (await GrainCalls.UntilSettled(() => grain.Change(command, CancellationToken.None), clock, cancellationToken)).OrThrow();
        directory.Saw(topic);
        return TypedResults.Ok(TopicView.Of(topic));
    }

    internal static async Task<NoContent> RemoveTopic(
        Guid topicId, HttpContext context, ICallers callers, IGrainFactory grains, ITopicDirectory directory, CancellationToken cancellationToken)
    {
        // Not repeated by ourselves: after a lost answer a second attempt would say "not found" of what the first one did.
        var removed = await grains.Topic(topicId).Remove(callers.Of(context.User), CancellationToken.None).InTime(cancellationToken);
        removed.OrThrow();
        directory.SawRemoved(topicId);
        return TypedResults.NoContent();
    }
}
