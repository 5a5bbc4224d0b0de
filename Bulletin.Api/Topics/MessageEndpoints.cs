using Bulletin.Api.Auth;
using Bulletin.Api.Directory;
using Bulletin.Api.Hosting;
using Bulletin.Api.Http;
using Bulletin.Api.Limits;
using Bulletin.Api.Topics.Views;
using Bulletin.Grains.Topics;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bulletin.Api.Topics;

/// <summary>The messages of a topic over HTTP.</summary>
public static class MessageEndpoints
{
    public static RouteGroupBuilder MapMessages(this IEndpointRouteBuilder routes)
    {
        var known = routes.ServiceProvider.GetRequiredService<KnownTopics>();
        var topic = routes.MapGroup("/topics/{topicId:guid}").WithTags("Messages").WithProblems(404);
        topic.MapPost("/messages", PostMessage).WithName(nameof(PostMessage)).WithSummary("Post a message")
            .WithDescription("201 once the message is durable; 200 with the same message when you had already posted this clientId in this topic.")
            .LimitedPerUser(limits => limits.Posting).WithProblems(409);
        topic.MapGet("/messages", ListMessages).WithName(nameof(ListMessages)).WithSummary("List messages in ascending seq")
            .WithDescription("The latest, or those before, after or around a seq. Further pages go on towards older messages, those of `after` towards newer ones.")
            .LimitedPerUser(limits => limits.Searching, request => AsksForHistory(request) || known.IsMissing(request));
        topic.MapGet("/messages/{seq:long:min(1)}", GetMessage).WithName(nameof(GetMessage)).WithSummary("Get a message")
            .LimitedPerUser(limits => limits.Searching);
        topic.MapPatch("/messages/{seq:long:min(1)}", EditMessage).WithName(nameof(EditMessage)).WithSummary("Edit a message")
            .WithDescription("For its author.").LimitedPerUser(limits => limits.Posting).WithProblems(403, 409);
        topic.MapDelete("/messages/{seq:long:min(1)}", DeleteMessage).WithName(nameof(DeleteMessage)).WithSummary("Delete a message")
            .WithDescription("For its author and moderators. Its place stays, with `deletedAt` and no text.")
            .LimitedPerUser(limits => limits.Posting).WithProblems(403);
        topic.MapGet("/changes", ListChanges).WithName(nameof(ListChanges)).WithSummary("List what has changed since a revision")
            .WithDescription("Each new or changed message once, in order of its last change. Ask on from `revision` until it comes back unchanged.")
            .LimitedPerUser(limits => limits.Searching);
        return topic;
    }

    internal static async Task<PostedMessage> PostMessage(
        Guid topicId, JsonBody<PostMessageRequest> body, HttpContext context, ICallers callers, TopicPosts posts, CancellationToken cancellationToken) =>
        new(await posts.Post(topicId, body.Value, callers.Of(context.User), cancellationToken));

    /// <param name="limit">1–200, 50 if not given.</param>
    /// <param name="before">Only messages with a lower seq.</param>
    /// <param name="after">Only messages with a higher seq.</param>
    /// <param name="around">The messages next to this seq on both sides.</param>
    /// <param name="cursor">The <c>next</c> of the page before; says all of the above but the limit.</param>
    internal static async Task<Tagged<MessagePageView>> ListMessages(
        Guid topicId, IGrainFactory grains, LatestPages latest, KnownTopics known, TimeProvider clock, CancellationToken cancellationToken,
        int? limit = null, long? before = null, long? after = null, long? around = null, string? cursor = null)
    {
        var query = MessagePosition.Read(topicId, limit, before, after, around, cursor);
        if (query.IsLatest) return new(await latest.Read(topicId, cancellationToken));

        var grain = grains.Topic(topicId);
        var page = known.Learn(topicId, await GrainCalls.UntilSettled(() => grain.Read(query, CancellationToken.None), clock, cancellationToken)).OrThrow();
        return Tagged.Of(new MessagePageView(MessageView.Of(page.Items), MessagePosition.Next(topicId, query, page)));
    }

    internal static async Task<Tagged<MessageView>> GetMessage(Guid topicId, long seq, IGrainFactory grains, TimeProvider clock, CancellationToken cancellationToken)
    {
        var grain = grains.Topic(topicId);
        var message = await GrainCalls.UntilSettled(() => grain.ReadOne(seq, CancellationToken.None), clock, cancellationToken);
        return Tagged.Of(MessageView.Of(message.OrThrow()));
    }

    internal static async Task<Ok<MessageView>> EditMessage(
        Guid topicId, long seq, JsonBody<EditMessageRequest> body, HttpContext context, ICallers callers, IGrainFactory grains, ITopicDirectory directory, TimeProvider clock, CancellationToken cancellationToken)
    {
        var command = body.Value.ToCommand(seq, callers.Of(context.User));
        var grain = grains.Topic(topicId);
        var message = (await GrainCalls.UntilSettled(() => grain.Edit(command, CancellationToken.None), clock, cancellationToken)).OrThrow();
        directory.SawPost(message);
        return TypedResults.Ok(MessageView.Of(message));
    }

    internal static async Task<NoContent> DeleteMessage(
        Guid topicId, long seq, HttpContext context, ICallers callers, IGrainFactory grains, ITopicDirectory directory, TimeProvider clock, CancellationToken cancellationToken)
    {
        var command = new DeleteMessage(seq, callers.Of(context.User));
        var grain = grains.Topic(topicId);
        var message = (await GrainCalls.UntilSettled(() => grain.Delete(command, CancellationToken.None), clock, cancellationToken)).OrThrow();
        directory.SawPost(message);
        return TypedResults.NoContent();
    }

    /// <param name="after">The last revision you hold, 0 for none.</param>
    /// <param name="limit">1–200, 50 if not given.</param>
    internal static async Task<Tagged<ChangesView>> ListChanges(
        Guid topicId, IGrainFactory grains, TimeProvider clock, CancellationToken cancellationToken, long after = 0, int? limit = null)
    {
        var fields = new Fields();
        fields.Require(after >= 0, "after", "Has to be at least 0.");
        fields.Require(limit is null or (>= 1 and <= MessagePosition.MaxLimit), "limit", "Has to be 1–200.");
        fields.ThrowIfAny();

        var grain = grains.Topic(topicId);
        var changes = await GrainCalls.UntilSettled(() => grain.Changes(after, limit ?? MessagePosition.DefaultLimit, CancellationToken.None), clock, cancellationToken);
        return Tagged.Of(ChangesView.Of(changes.OrThrow()));
    }

    /// <summary>The latest messages come from memory; others may have to be read from the database.</summary>
    private static bool AsksForHistory(HttpRequest request) =>
        request.QueryString.HasValue && (request.Query.ContainsKey("before") || request.Query.ContainsKey("after") || request.Query.ContainsKey("around") || request.Query.ContainsKey("cursor")
        || int.TryParse(request.Query["limit"], out var limit) && limit > MessagePosition.DefaultLimit);
}
