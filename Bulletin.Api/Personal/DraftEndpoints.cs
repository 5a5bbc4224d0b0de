using System.ComponentModel.DataAnnotations;
using Bulletin.Api.Auth;
using Bulletin.Api.Contract;
using Bulletin.Api.Http;
using Bulletin.Api.Limits;
using Bulletin.Api.Topics;
using Bulletin.Grains;
using Bulletin.Grains.Personal;
using Bulletin.Grains.Topics.Members;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bulletin.Api.Personal;

/// <summary>What the caller has begun to write in a topic, over HTTP.</summary>
internal sealed class DraftEndpoints(IGrainFactory grains, SeenTopics seen, TimeProvider clock)
{
    public static RouteGroupBuilder Map(IEndpointRouteBuilder routes)
    {
        var endpoints = ActivatorUtilities.CreateInstance<DraftEndpoints>(routes.ServiceProvider);
        var topic = routes.MapGroup("/topics/{topicId:guid}").WithTags("Personal");
        topic.MapPut("/draft", endpoints.SaveDraft).WithName(nameof(SaveDraft)).WithSummary("Save your draft")
            .WithDescription("Answers 409 with the newer `draft` if it was changed on another device.").LimitedPerUser(limits => limits.Writing).WithProblems(404, 409);
        topic.MapDelete("/draft", endpoints.DeleteDraft).WithName(nameof(DeleteDraft)).WithSummary("Delete your draft")
            .WithDescription("Also succeeds if there is no draft, or the topic no longer exists.").LimitedPerUser(limits => limits.Writing);
        return topic;
    }

    public async Task<Ok<TopicStateView>> SaveDraft(Guid topicId, JsonBody<SaveDraftRequest> body, HttpContext context, CancellationToken cancellationToken)
    {
        var (draft, version) = body.Value.ToDraft();
        var me = Caller.Required(context.User).UserId;
        var topic = await seen.Require(topicId, me, seq: 0, cancellationToken);
        // Not retried: after a lost answer, a second attempt would be refused for what the first one has saved.
        var saved = await grains.Person(me).SaveDraft(topicId, draft, version, topic.LastSeq, topic.Access != Access.Public, CancellationToken.None).InTime(cancellationToken);
        if (saved.Refusal == Refusal.Conflict) throw new ProblemException(Problems.DraftChanged(await Latest(me, topicId, cancellationToken)));
        return TypedResults.Ok(TopicStateView.Of(saved.OrThrow()));
    }

    public async Task<NoContent> DeleteDraft(Guid topicId, HttpContext context, CancellationToken cancellationToken)
    {
        var person = grains.Person(Caller.Required(context.User).UserId);
        (await GrainCalls.UntilSettled(() => person.SaveDraft(topicId, draft: null, version: 0, head: 0, isMember: false, CancellationToken.None), clock, cancellationToken)).OrThrow();
        return TypedResults.NoContent();
    }

    private async Task<DraftView?> Latest(Guid me, Guid topicId, CancellationToken cancellationToken)
    {
        var states = await GrainCalls.UntilAnswered(() => grains.Person(me).States([topicId], CancellationToken.None), clock, cancellationToken);
        return DraftView.Of(states is [var state] ? state.Draft : null);
    }
}

/// <param name="Text">1–4,000 characters.</param>
/// <param name="ReplyTo">The seq of the message it replies to.</param>
/// <param name="Version">The version of the draft that this replaces; 0 if there was none.</param>
public sealed record SaveDraftRequest(
    [property: Required, Length(1, MessageValidation.MaxText)] string? Text = null, [property: AtLeast(1)] long? ReplyTo = null, [property: Required, AtLeast(0)] long? Version = null)
{
    /// <exception cref="ProblemException">With <c>validation_failed</c>.</exception>
    public (DraftText Draft, long Version) ToDraft()
    {
        var fields = new ValidationErrors();
        fields.RequireText(Text, "text", 1, MessageValidation.MaxText);
        fields.Require(ReplyTo is null or >= 1, "replyTo", "Must be at least 1.");
        _ = fields.Require(Version is not null, "version", "Is required.") && fields.Require(Version >= 0, "version", "Must be at least 0.");
        fields.ThrowIfAny();
        return (new(Text!, ReplyTo), Version!.Value);
    }
}
