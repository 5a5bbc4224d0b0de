using System.ComponentModel.DataAnnotations;
using Bulletin.Api.Auth;
using Bulletin.Api.Contract;
using Bulletin.Api.Http;
using Bulletin.Api.Limits;
using Bulletin.Api.Responses;
using Bulletin.Grains.Topics;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bulletin.Api.Topics;

/// <summary>The messages of a topic over HTTP. Keeps its dependencies in fields: resolving them costs time on every request.</summary>
internal sealed class MessageEndpoints(
    IGrainFactory grains, LatestPages latest, KnownTopics known, MessageChanges messages, HeldRefusals held, TimeProvider clock)
{
    public static RouteGroupBuilder Map(IEndpointRouteBuilder routes)
    {
        var (known, endpoints) = (routes.ServiceProvider.GetRequiredService<KnownTopics>(), ActivatorUtilities.CreateInstance<MessageEndpoints>(routes.ServiceProvider));
        var topic = routes.MapGroup("/topics/{topicId:guid}").WithTags("Messages").WithProblems(404);
        topic.MapPost("/messages", endpoints.PostMessage).WithName(nameof(PostMessage)).WithSummary("Post a message")
            .WithDescription("Answers 201 once the message is durable, or 200 with the existing message if you have already posted this clientId in this topic.")
            .LimitedPerUser(limits => limits.Posting).WithProblems(409);
        topic.MapGet("/messages", endpoints.ListMessages).WithName(nameof(ListMessages)).WithSummary("List messages by ascending seq")
            .WithDescription("Lists the latest messages, or those before, after or around a seq. Further pages lead to older messages, or to newer ones with `after`.")
            .LimitedPerUser(limits => limits.Searching, request => AsksForHistory(request) || known.IsMissing(request));
        topic.MapGet("/messages/{seq:long:min(1)}", endpoints.GetMessage).WithName(nameof(GetMessage)).WithSummary("Get a message")
            .LimitedPerUser(limits => limits.Searching).HoldsRefusals();
        topic.MapPatch("/messages/{seq:long:min(1)}", endpoints.EditMessage).WithName(nameof(EditMessage)).WithSummary("Edit a message")
            .WithDescription("Only for its author. With `revision`, only if the message has not changed since.").LimitedPerUser(limits => limits.Posting).WithProblems(403, 409).HoldsRefusals();
        topic.MapDelete("/messages/{seq:long:min(1)}", endpoints.DeleteMessage).WithName(nameof(DeleteMessage)).WithSummary("Delete a message")
            .WithDescription("Only for its author and moderators, in a private topic its owners. The message keeps its seq, with `deletedAt` and no text.")
            .LimitedPerUser(limits => limits.Posting).WithProblems(403).HoldsRefusals();
        topic.MapGet("/changes", endpoints.ListChanges).WithName(nameof(ListChanges)).WithSummary("List changes since a revision")
            .WithDescription("Lists each new or changed message once, ordered by its last change. Repeat with the returned `revision` until it no longer changes.")
            .LimitedPerUser(limits => limits.Searching).HoldsRefusals();
        return topic;
    }

    public async Task<Results<Created<MessageView>, Ok<MessageView>>> PostMessage(
        Guid topicId, JsonBody<PostMessageRequest> body, HttpContext context, CancellationToken cancellationToken)
    {
        var began = held.Begin();
        try
        {
            var posted = await messages.Post(topicId, body.Value, Caller.ActorOf(context.User), cancellationToken);
            var view = MessageView.Of(posted.Message);
            return posted.Repeated ? TypedResults.Ok(view) : TypedResults.Created($"/api/v1/topics/{topicId}/messages/{view.Seq}", view);
        }
        // Here and not in a filter, which boxes the arguments of every call.
        catch (ProblemException refused) when (HeldRefusals.AreHeld(refused))
        {
            await held.Hold(began, cancellationToken);
            throw;
        }
    }

    /// <param name="limit">1–200. Defaults to 50.</param>
    /// <param name="before">Only messages with a lower seq.</param>
    /// <param name="after">Only messages with a higher seq.</param>
    /// <param name="around">The messages on both sides of this seq.</param>
    /// <param name="cursor">The <c>next</c> of the previous page. Replaces all of the above except the limit.</param>
    public async Task<ETagResult<MessagePageView>> ListMessages(
        Guid topicId, HttpContext context, CancellationToken cancellationToken,
        [Range(1, MessagePosition.MaxLimit)] int? limit = null, [AtLeast(1)] long? before = null, [AtLeast(0)] long? after = null, [AtLeast(1)] long? around = null, string? cursor = null)
    {
        var query = MessagePosition.Read(topicId, limit, before, after, around, cursor);
        var (viewer, began) = (Caller.Required(context.User).UserId, held.Begin());
        try
        {
            if (query.IsLatest) return new(await latest.Read(topicId, viewer, cancellationToken));

            var grain = grains.Topic(topicId);
            var page = known.Learn(topicId, await GrainCalls.UntilSettled(() => grain.Read(query, viewer, CancellationToken.None), clock, cancellationToken)).OrThrow();
            return ETagResult.Of(new MessagePageView(MessageView.Of(page.Items), MessagePosition.Next(topicId, query, page)), MessageView.RoughBytes(page.Items));
        }
        // As in PostMessage.
        catch (ProblemException refused) when (HeldRefusals.AreHeld(refused))
        {
            await held.Hold(began, cancellationToken);
            throw;
        }
    }

    public async Task<ETagResult<MessageView>> GetMessage(Guid topicId, long seq, HttpContext context, CancellationToken cancellationToken)
    {
        var (viewer, grain) = (Caller.Required(context.User).UserId, grains.Topic(topicId));
        var message = await GrainCalls.UntilSettled(() => grain.ReadOne(seq, viewer, CancellationToken.None), clock, cancellationToken);
        return ETagResult.Of(MessageView.Of(message.OrThrow()));
    }

    public async Task<Ok<MessageView>> EditMessage(Guid topicId, long seq, JsonBody<EditMessageRequest> body, HttpContext context, CancellationToken cancellationToken)
    {
        var message = await messages.Edit(topicId, seq, body.Value, Caller.ActorOf(context), cancellationToken);
        return TypedResults.Ok(MessageView.Of(message));
    }

    public async Task<NoContent> DeleteMessage(Guid topicId, long seq, HttpContext context, CancellationToken cancellationToken)
    {
        await messages.Delete(topicId, seq, Caller.ActorOf(context), cancellationToken);
        return TypedResults.NoContent();
    }

    /// <param name="after">The last revision you have, or 0.</param>
    /// <param name="limit">1–200. Defaults to 50.</param>
    public async Task<ETagResult<ChangesView>> ListChanges(
        Guid topicId, HttpContext context, CancellationToken cancellationToken, [AtLeast(0)] long after = 0, [Range(1, MessagePosition.MaxLimit)] int? limit = null)
    {
        var fields = new ValidationErrors();
        fields.Require(after >= 0, "after", "Must be at least 0.");
        fields.Require(limit is null or (>= 1 and <= MessagePosition.MaxLimit), "limit", "Must be between 1 and 200.");
        fields.ThrowIfAny();

        var (viewer, grain) = (Caller.Required(context.User).UserId, grains.Topic(topicId));
        var changes = await GrainCalls.UntilSettled(() => grain.Changes(after, limit ?? MessagePosition.DefaultLimit, viewer, CancellationToken.None), clock, cancellationToken);
        var found = changes.OrThrow();
        return ETagResult.Of(ChangesView.Of(found), MessageView.RoughBytes(found.Items));
    }

    /// <summary>The latest messages come from memory; others may have to be read from the database.</summary>
    private static bool AsksForHistory(HttpRequest request) =>
        request.QueryString.HasValue && (request.Query.ContainsKey("before") || request.Query.ContainsKey("after") || request.Query.ContainsKey("around") || request.Query.ContainsKey("cursor")
        || int.TryParse(request.Query["limit"], out var limit) && limit > MessagePosition.DefaultLimit);
}
