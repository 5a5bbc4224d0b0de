using Bulletin.Api.Auth;
using Bulletin.Api.Contract;
using Bulletin.Api.Http;
using Bulletin.Api.Limits;
using Bulletin.Api.Responses;
using Bulletin.Grains;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Members;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bulletin.Api.Members;

/// <summary>Invitations to private topics over HTTP: made by owners, used by whoever has the token.</summary>
internal sealed class InvitationEndpoints(IGrainFactory grains, AcceptedInvitations accepted, TimeProvider clock)
{
    /// <returns>The endpoints of topics, which tell whoever may not see the topic that it does not exist.</returns>
    public static RouteGroupBuilder Map(IEndpointRouteBuilder routes)
    {
        var endpoints = ActivatorUtilities.CreateInstance<InvitationEndpoints>(routes.ServiceProvider);
        var topic = routes.MapGroup("/topics/{topicId:guid}/invitations").WithTags("Invitations").WithProblems(403, 404);
        topic.MapPost("/", endpoints.CreateInvitation).WithName(nameof(CreateInvitation)).WithSummary("Create an invitation to a private topic")
            .WithDescription("Only for owners. The token is shown once and stored hashed.").LimitedPerUser(limits => limits.Writing).WithProblems(409);
        topic.MapGet("/", endpoints.ListInvitations).WithName(nameof(ListInvitations)).WithSummary("List a topic's invitations, newest first")
            .WithDescription("Only for owners. Without tokens.").LimitedPerUser(limits => limits.Searching);
        topic.MapDelete("/{invitationId:guid}", endpoints.RevokeInvitation).WithName(nameof(RevokeInvitation)).WithSummary("Revoke an invitation")
            .WithDescription("Only for owners. Whoever has come by it stays a member.").LimitedPerUser(limits => limits.Writing);

        var invitation = routes.MapGroup("/invitations/{token}").WithTags("Invitations").WithProblems(404);
        invitation.MapGet("/", endpoints.GetInvitation).WithName(nameof(GetInvitation)).WithSummary("See what a token invites to")
            .LimitedPerUser(limits => limits.Searching);
        invitation.MapPost("/", endpoints.AcceptInvitation).WithName(nameof(AcceptInvitation)).WithSummary("Accept an invitation")
            .WithDescription("Makes you a member of its topic. Nothing changes if you are one.").LimitedPerUser(limits => limits.Writing).WithProblems(409);
        return topic;
    }

    public async Task<Created<NewInvitationView>> CreateInvitation(
        Guid topicId, JsonBody<CreateInvitationRequest> body, HttpContext context, CancellationToken cancellationToken)
    {
        var token = SecretToken.New();
        // The id is generated here, so that the call can be retried after a lost answer.
        var command = body.Value.ToCommand(Guid.CreateVersion7(clock.GetUtcNow()), SecretToken.Hash(token)!, Caller.ActorOf(context.User));
        var grain = grains.Topic(topicId);
        var invitation = (await GrainCalls.UntilSettled(() => grain.CreateInvitation(command, CancellationToken.None), clock, cancellationToken)).OrThrow();
        return TypedResults.Created($"/api/v1/topics/{topicId}/invitations/{invitation.Id}", NewInvitationView.Of(invitation, token));
    }

    public async Task<ETagResult<InvitationPageView>> ListInvitations(Guid topicId, HttpContext context, CancellationToken cancellationToken)
    {
        var (grain, actor) = (grains.Topic(topicId), Caller.ActorOf(context.User));
        var listed = (await GrainCalls.UntilSettled(() => grain.Invitations(actor, CancellationToken.None), clock, cancellationToken)).OrThrow();
        return ETagResult.Of(new InvitationPageView([.. listed.Items.Select(InvitationView.Of)], Next: null));
    }

    public async Task<NoContent> RevokeInvitation(Guid topicId, Guid invitationId, HttpContext context, CancellationToken cancellationToken)
    {
        // Not retried: after a lost answer, a second attempt would not find what the first one has revoked.
        var revoked = await grains.Topic(topicId).RevokeInvitation(invitationId, Caller.ActorOf(context.User), CancellationToken.None).InTime(cancellationToken);
        revoked.OrThrow();
        return TypedResults.NoContent();
    }

    public async Task<ETagResult<InvitationPreviewView>> GetInvitation(string token, HttpContext context, CancellationToken cancellationToken)
    {
        var invitation = await Find(token, Caller.ActorOf(context.User), cancellationToken);
        var grain = grains.Topic(invitation.TopicId);
        var topic = OrNotFound(await GrainCalls.UntilSettled(() => grain.Preview(CancellationToken.None), clock, cancellationToken));
        return new(RenderedJson.Of(InvitationPreviewView.Of(invitation, topic))) { CacheControl = "no-store" };
    }

    public async Task<Ok<TopicView>> AcceptInvitation(string token, HttpContext context, CancellationToken cancellationToken)
    {
        var actor = Caller.ActorOf(context.User);
        var invitation = await Find(token, actor, cancellationToken);
        return TypedResults.Ok(TopicView.Of(await accepted.Accept(invitation, actor, cancellationToken)));
    }

    private async Task<Invitation> Find(string token, Actor actor, CancellationToken cancellationToken)
    {
        var found = SecretToken.Hash(token) is { } hash
            ? await grains.GetGrain<IInvitationsGrain>(0).FindFor(actor.User.Id, hash, CancellationToken.None).InTime(cancellationToken)
            : null;
        return found ?? throw new ProblemException(Problems.InvitationNotFound());
    }

    /// <summary>Of a topic that was removed meanwhile, a token does not tell that it existed.</summary>
    private static Topic OrNotFound(Outcome<Topic> outcome) =>
        outcome.Refusal == Refusal.TopicNotFound ? throw new ProblemException(Problems.InvitationNotFound()) : outcome.OrThrow();
}
