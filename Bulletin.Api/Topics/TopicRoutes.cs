using Bulletin.Api.Directory;
using Bulletin.Api.Http;
using Bulletin.Api.Limits;

namespace Bulletin.Api.Topics;

/// <summary>The HTTP routes of topics.</summary>
public static class TopicRoutes
{
    public static RouteGroupBuilder MapTopics(this IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        var known = services.GetRequiredService<KnownTopics>();
        var endpoints = ActivatorUtilities.CreateInstance<TopicEndpoints>(services);
        var directory = ActivatorUtilities.CreateInstance<DirectoryEndpoints>(services);
        var topics = routes.MapGroup("/topics").WithTags("Topics");
        topics.MapPost("/", endpoints.CreateTopic).WithName(nameof(TopicEndpoints.CreateTopic)).WithSummary("Create a topic")
            .LimitedPerUser(limits => limits.Writing);
        topics.MapGet("/", directory.ListTopics).WithName(nameof(DirectoryEndpoints.ListTopics)).WithSummary("List topics, most recently active first")
            .LimitedPerUser(limits => limits.Searching, request => request.QueryString.HasValue && (request.Query.ContainsKey("query") || request.Query.ContainsKey("cursor")));
        topics.MapGet("/{topicId:guid}", endpoints.GetTopic).WithName(nameof(TopicEndpoints.GetTopic)).WithSummary("Get a topic")
            .LimitedPerUser(limits => limits.Searching, known.IsMissing).WithProblems(404);
        topics.MapPatch("/{topicId:guid}", endpoints.ChangeTopic).WithName(nameof(TopicEndpoints.ChangeTopic)).WithSummary("Change a topic's name or description")
            .WithDescription("Only for its creator and moderators.").LimitedPerUser(limits => limits.Writing).WithProblems(403, 404);
        topics.MapDelete("/{topicId:guid}", endpoints.RemoveTopic).WithName(nameof(TopicEndpoints.RemoveTopic)).WithSummary("Remove a topic and all of its messages")
            .WithDescription("Only for its creator and moderators.").LimitedPerUser(limits => limits.Writing).WithProblems(403, 404);
        return topics;
    }
}
