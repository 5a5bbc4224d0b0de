using Bulletin.Api.Http;
using Bulletin.Api.Limits;

namespace Bulletin.Api.Topics;

/// <summary>The HTTP routes of a topic's messages.</summary>
public static class MessageRoutes
{
    public static RouteGroupBuilder MapMessages(this IEndpointRouteBuilder routes)
    {
        var (known, endpoints) = (routes.ServiceProvider.GetRequiredService<KnownTopics>(), ActivatorUtilities.CreateInstance<MessageEndpoints>(routes.ServiceProvider));
        var topic = routes.MapGroup("/topics/{topicId:guid}").WithTags("Messages").WithProblems(404);
        topic.MapPost("/messages", endpoints.PostMessage).WithName(nameof(MessageEndpoints.PostMessage)).WithSummary("Post a message")
            .WithDescription("Answers 201 once the message is durable, or 200 with the existing message if you have already posted this clientId in this topic.")
            .LimitedPerUser(limits => limits.Posting).WithProblems(409);
        topic.MapGet("/messages", endpoints.ListMessages).WithName(nameof(MessageEndpoints.ListMessages)).WithSummary("List messages by ascending seq")
            .WithDescription("Lists the latest messages, or those before, after or around a seq. Further pages lead to older messages, or to newer ones with `after`.")
            .LimitedPerUser(limits => limits.Searching, request => AsksForHistory(request) || known.IsMissing(request));
        topic.MapGet("/messages/{seq:long:min(1)}", endpoints.GetMessage).WithName(nameof(MessageEndpoints.GetMessage)).WithSummary("Get a message")
            .LimitedPerUser(limits => limits.Searching);
        topic.MapPatch("/messages/{seq:long:min(1)}", endpoints.EditMessage).WithName(nameof(MessageEndpoints.EditMessage)).WithSummary("Edit a message")
            .WithDescription("Only for its author. With `revision`, only if the message has not changed since.").LimitedPerUser(limits => limits.Posting).WithProblems(403, 409);
        topic.MapDelete("/messages/{seq:long:min(1)}", endpoints.DeleteMessage).WithName(nameof(MessageEndpoints.DeleteMessage)).WithSummary("Delete a message")
            .WithDescription("Only for its author and moderators. The message keeps its seq, with `deletedAt` and no text.")
            .LimitedPerUser(limits => limits.Posting).WithProblems(403);
        topic.MapGet("/changes", endpoints.ListChanges).WithName(nameof(MessageEndpoints.ListChanges)).WithSummary("List changes since a revision")
            .WithDescription("Lists each new or changed message once, ordered by its last change. Repeat with the returned `revision` until it no longer changes.")
            .LimitedPerUser(limits => limits.Searching);
        return topic;
    }

    /// <summary>The latest messages come from memory; others may have to be read from the database.</summary>
    private static bool AsksForHistory(HttpRequest request) =>
        request.QueryString.HasValue && (request.Query.ContainsKey("before") || request.Query.ContainsKey("after") || request.Query.ContainsKey("around") || request.Query.ContainsKey("cursor")
        || int.TryParse(request.Query["limit"], out var limit) && limit > MessagePosition.DefaultLimit);
}
