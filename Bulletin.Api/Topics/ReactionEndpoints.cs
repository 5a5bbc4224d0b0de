using Bulletin.Api.Auth;
using Bulletin.Api.Contract;
using Bulletin.Api.Http;
using Bulletin.Api.Limits;
using Bulletin.Api.Responses;
using Bulletin.Api.Topics.Reactions;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Topics;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bulletin.Api.Topics;

/// <summary>Reactions to messages over HTTP.</summary>
internal sealed class ReactionEndpoints(IGrainFactory grains, MessageChanges messages, TimeProvider clock)
{
    /// <summary>The approximate size of a person in a response, in bytes.</summary>
    private const int BytesPerPerson = 200;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var endpoints = ActivatorUtilities.CreateInstance<ReactionEndpoints>(routes.ServiceProvider);
        var reaction = routes.MapGroup("/topics/{topicId:guid}/messages/{seq:long:min(1)}/reactions").WithTags("Messages").WithProblems(404);
        reaction.MapPut("/{emoji}", endpoints.AddReaction).WithName(nameof(AddReaction)).WithSummary("React to a message")
            .WithDescription("With any emoji of the Unicode list, once with each. A message has at most 20 kinds of reactions, and 1,000 reactions altogether.")
            .LimitedPerUser(limits => limits.Posting).WithProblems(403, 409).HoldsRefusals();
        reaction.MapDelete("/{emoji}", endpoints.RemoveReaction).WithName(nameof(RemoveReaction)).WithSummary("Take a reaction back")
            .WithDescription("Only your own.").LimitedPerUser(limits => limits.Posting).WithProblems(403, 409).HoldsRefusals();
        reaction.MapGet("/{emoji}", endpoints.ListReactions).WithName(nameof(ListReactions)).WithSummary("List who has reacted with an emoji, in the order in which they did")
            .WithDescription("At most 1,000.").LimitedPerUser(limits => limits.Searching).HoldsRefusals();
    }

    /// <param name="emoji">Exactly one emoji. Variation selectors are ignored.</param>
    public async Task<Ok<MessageView>> AddReaction(Guid topicId, long seq, string emoji, HttpContext context, CancellationToken cancellationToken)
    {
        ReactToMessage command = new(seq, Caller.ActorOf(context.User), Emoji.Normalised(emoji));
        return TypedResults.Ok(MessageView.Of(await messages.React(topicId, command, cancellationToken)));
    }

    /// <param name="emoji">Exactly one emoji. Variation selectors are ignored.</param>
    public async Task<Ok<MessageView>> RemoveReaction(Guid topicId, long seq, string emoji, HttpContext context, CancellationToken cancellationToken)
    {
        ReactToMessage command = new(seq, Caller.ActorOf(context.User), Emoji.Normalised(emoji), IsTakenBack: true);
        return TypedResults.Ok(MessageView.Of(await messages.React(topicId, command, cancellationToken)));
    }

    /// <param name="emoji">Exactly one emoji. Variation selectors are ignored.</param>
    public async Task<ETagResult<ReactedPeopleView>> ListReactions(Guid topicId, long seq, string emoji, HttpContext context, CancellationToken cancellationToken)
    {
        var (wanted, viewer, grain) = (Emoji.Normalised(emoji), Caller.Required(context.User).UserId, grains.Topic(topicId));
        var message = (await GrainCalls.UntilSettled(() => grain.ReadOne(seq, viewer, CancellationToken.None), clock, cancellationToken)).OrThrow();
        var reaction = message.DeletedAt is null ? message.Reactions?.FirstOrDefault(one => one.Emoji == wanted) : null;
        IReadOnlyList<User> people = reaction is null ? []
            : await grains.GetGrain<IPeopleGrain>(0).ByIds(reaction.UserIds, CancellationToken.None).InTime(cancellationToken);
        return ETagResult.Of(new ReactedPeopleView([.. people.Select(UserView.Of)]), people.Count * BytesPerPerson);
    }
}

/// <summary>The people who have reacted to a message with an emoji, in the order in which they did.</summary>
public sealed record ReactedPeopleView(IReadOnlyList<UserView> Items);
