using Bulletin.Api.Http;
using Bulletin.Api.Limits;

namespace Bulletin.Api.Topics;

/// <summary>Where the messages of a topic are over HTTP.</summary>
public static class MessageRoutes
{
    public static RouteGroupBuilder MapMessages(this IEndpointRouteBuilder routes)
    {
        var (known, endpoints) = (routes.ServiceProvider.GetRequiredService<KnownTopics>(), ActivatorUtilities.CreateInstance<MessageEndpoints>(routes.ServiceProvider));
        var topic = routes.MapGroup("/topics/{topicId:guid}").WithTags("Messages").WithProblems(404);
        topic.MapPost("/messages", endpoints.PostMessage).WithName(nameof(MessageEndpoints.PostMessage)).WithSummary("Post a message")
            .WithDescription("201 once the message is durable; 200 with the same message when you had already posted this clientId in this topic.")
            .LimitedPerUser(limits => limits.Posting).WithProblems(409);
        topic.MapGet("/messages", endpoints.ListMessages).WithName(nameof(MessageEndpoints.ListMessages)).WithSummary("List messages in ascending seq")
            .WithDescription("The latest, or those before, after or around a seq. Further pages go on towards older messages, those of `after` towards newer ones.")
            .LimitedPerUser(limits => limits.Searching, request => AsksForHistory(request) || known.IsMissing(request));
        topic.MapGet("/messages/{seq:long:min(1)}", endpoints.GetMessage).WithName(nameof(MessageEndpoints.GetMessage)).WithSummary("Get a message")
            .LimitedPerUser(limits => limits.Searching);
        topic.MapPatch("/messages/{seq:long:min(1)}", endpoints.EditMessage).WithName(nameof(MessageEndpoints.EditMessage)).WithSummary("Edit a message")
            .WithDescription("For its author. With `revision`, only while that is the message's last.").LimitedPerUser(limits => limits.Posting).WithProblems(403, 409);
        topic.MapDelete("/messages/{seq:long:min(1)}", endpoints.DeleteMessage).WithName(nameof(MessageEndpoints.DeleteMessage)).WithSummary("Delete a message")
            .WithDescription("For its author and moderators. Its place stays, with `deletedAt` and no text.")
            .LimitedPerUser(limits => limits.Posting).WithProblems(403);
        topic.MapGet("/changes", endpoints.ListChanges).WithName(nameof(MessageEndpoints.ListChanges)).WithSummary("List what has changed since a revision")
            .WithDescription("Each new or changed message once, in order of its last change. Ask on from `revision` until it comes back unchanged.")
            .LimitedPerUser(limits => limits.Searching);
        return topic;
    }

    /// <summary>The latest messages come from memory; others may have to be read from the database.</summary>
    private static bool AsksForHistory(HttpRequest request) =>
        request.QueryString.HasValue && (request.Query.ContainsKey("before") || request.Query.ContainsKey("after") || request.Query.ContainsKey("around") || request.Query.ContainsKey("cursor")
        || int.TryParse(request.Query["limit"], out var limit) && limit > MessagePosition.DefaultLimit);
}
