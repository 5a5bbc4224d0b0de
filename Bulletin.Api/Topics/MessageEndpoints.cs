using Bulletin.Api.Auth;
using Bulletin.Api.Contract;
using Bulletin.Api.Http;
using Bulletin.Api.Responses;
using Bulletin.Grains.Topics;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bulletin.Api.Topics;

/// <summary>The messages of a topic over HTTP. Keeps its dependencies in fields: resolving them costs time on every request.</summary>
internal sealed class MessageEndpoints(
    IGrainFactory grains, LatestPages latest, KnownTopics known, MessageChanges messages, ICallers callers, TimeProvider clock)
{
    public async Task<PostedMessage> PostMessage(Guid topicId, JsonBody<PostMessageRequest> body, HttpContext context, CancellationToken cancellationToken) =>
        new(await messages.Post(topicId, body.Value, callers.Of(context.User), cancellationToken));

    /// <param name="limit">1–200. Defaults to 50.</param>
    /// <param name="before">Only messages with a lower seq.</param>
    /// <param name="after">Only messages with a higher seq.</param>
    /// <param name="around">The messages on both sides of this seq.</param>
    /// <param name="cursor">The <c>next</c> of the previous page. Replaces all of the above except the limit.</param>
    public async Task<ETagResult<MessagePageView>> ListMessages(
        Guid topicId, CancellationToken cancellationToken,
        int? limit = null, long? before = null, long? after = null, long? around = null, string? cursor = null)
    {
        var query = MessagePosition.Read(topicId, limit, before, after, around, cursor);
        if (query.IsLatest) return new(await latest.Read(topicId, cancellationToken));

        var grain = grains.Topic(topicId);
        var page = known.Learn(topicId, await GrainCalls.UntilSettled(() => grain.Read(query, CancellationToken.None), clock, cancellationToken)).OrThrow();
        return ETagResult.Of(new MessagePageView(MessageView.Of(page.Items), MessagePosition.Next(topicId, query, page)), MessageView.RoughBytes(page.Items));
    }

    public async Task<ETagResult<MessageView>> GetMessage(Guid topicId, long seq, CancellationToken cancellationToken)
    {
        var grain = grains.Topic(topicId);
        var message = await GrainCalls.UntilSettled(() => grain.ReadOne(seq, CancellationToken.None), clock, cancellationToken);
        return ETagResult.Of(MessageView.Of(message.OrThrow()));
    }

    public async Task<Ok<MessageView>> EditMessage(Guid topicId, long seq, JsonBody<EditMessageRequest> body, HttpContext context, CancellationToken cancellationToken)
    {
        var message = await messages.Edit(topicId, seq, body.Value, callers.Of(context.User), cancellationToken);
        return TypedResults.Ok(MessageView.Of(message));
    }

    public async Task<NoContent> DeleteMessage(Guid topicId, long seq, HttpContext context, CancellationToken cancellationToken)
    {
        await messages.Delete(topicId, seq, callers.Of(context.User), cancellationToken);
        return TypedResults.NoContent();
    }

    /// <param name="after">The last revision you have, or 0.</param>
    /// <param name="limit">1–200. Defaults to 50.</param>
    public async Task<ETagResult<ChangesView>> ListChanges(
        Guid topicId, CancellationToken cancellationToken, long after = 0, int? limit = null)
    {
        var fields = new ValidationErrors();
        fields.Require(after >= 0, "after", "Must be at least 0.");
        fields.Require(limit is null or (>= 1 and <= MessagePosition.MaxLimit), "limit", "Must be between 1 and 200.");
        fields.ThrowIfAny();

        var grain = grains.Topic(topicId);
        var changes = await GrainCalls.UntilSettled(() => grain.Changes(after, limit ?? MessagePosition.DefaultLimit, CancellationToken.None), clock, cancellationToken);
        var found = changes.OrThrow();
        return ETagResult.Of(ChangesView.Of(found), MessageView.RoughBytes(found.Items));
    }
}
