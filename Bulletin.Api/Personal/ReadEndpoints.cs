using System.ComponentModel.DataAnnotations;
using Bulletin.Api.Auth;
using Bulletin.Api.Contract;
using Bulletin.Api.Http;
using Bulletin.Api.Limits;
using Bulletin.Grains.Topics.Members;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bulletin.Api.Personal;

/// <summary>How far the caller has read a topic, over HTTP.</summary>
internal sealed class ReadEndpoints(IGrainFactory grains, SeenTopics seen, TimeProvider clock)
{
    public static RouteGroupBuilder Map(IEndpointRouteBuilder routes)
    {
        var endpoints = ActivatorUtilities.CreateInstance<ReadEndpoints>(routes.ServiceProvider);
        var topic = routes.MapGroup("/topics/{topicId:guid}").WithTags("Personal").WithProblems(404);
        topic.MapPut("/read", endpoints.MarkRead).WithName(nameof(MarkRead)).WithSummary("Mark a topic as read up to a message, or as unread from one")
            .WithDescription("Reading only moves forward; what is behind is left as it is.").LimitedPerUser(limits => limits.Marking);
        return topic;
    }

    public async Task<Ok<TopicStateView>> MarkRead(Guid topicId, JsonBody<MarkReadRequest> body, HttpContext context, CancellationToken cancellationToken)
    {
        var (seq, unread) = body.Value.Read();
        var me = Caller.Required(context.User).UserId;
        var topic = await seen.Require(topicId, me, seq, cancellationToken);
        var (head, isMember) = (topic.LastSeq, topic.Access != Access.Public);
        var person = grains.Person(me);
        var state = await GrainCalls.UntilAnswered(
            () => unread ? person.Unread(topicId, seq, isMember, CancellationToken.None) : person.Read(topicId, seq, head, isMember, CancellationToken.None),
            clock, cancellationToken);
        return TypedResults.Ok(TopicStateView.Of(state));
    }
}

/// <param name="Seq">The last message that was read.</param>
/// <param name="Unread">True: this message is the first that is unread.</param>
public sealed record MarkReadRequest([property: Required, AtLeast(1)] long? Seq = null, bool? Unread = null)
{
    /// <exception cref="ProblemException">With <c>validation_failed</c>.</exception>
    public (long Seq, bool Unread) Read()
    {
        var fields = new ValidationErrors();
        _ = fields.Require(Seq is not null, "seq", "Is required.") && fields.Require(Seq >= 1, "seq", "Must be at least 1.");
        fields.ThrowIfAny();
        return (Seq!.Value, Unread == true);
    }
}
