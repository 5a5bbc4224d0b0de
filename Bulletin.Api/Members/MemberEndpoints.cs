using System.ComponentModel.DataAnnotations;
using Bulletin.Api.Auth;
using Bulletin.Api.Contract;
using Bulletin.Api.Directory;
using Bulletin.Api.Http;
using Bulletin.Api.Limits;
using Bulletin.Api.Responses;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Members;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bulletin.Api.Members;

/// <summary>Who may see a topic, over HTTP.</summary>
internal sealed class MemberEndpoints(IGrainFactory grains, MemberLookup people, Directories directories, IFollowedTopics topics, TimeProvider clock)
{
    public static RouteGroupBuilder Map(IEndpointRouteBuilder routes)
    {
        var endpoints = ActivatorUtilities.CreateInstance<MemberEndpoints>(routes.ServiceProvider);
        var topic = routes.MapGroup("/topics/{topicId:guid}").WithTags("Members").WithProblems(404);
        topic.MapGet("/members", endpoints.ListMembers).WithName(nameof(ListMembers)).WithSummary("List a topic's members in the order in which they came")
            .WithDescription("A public topic has none: everybody may see it.").LimitedPerUser(limits => limits.Searching);
        topic.MapPut("/members/{username}", endpoints.PutMember).WithName(nameof(PutMember)).WithSummary("Add a member, or change their role")
            .WithDescription("Only for owners of a private topic. Answers 201 if they were added, 200 if they are a member already.")
            .LimitedPerUser(limits => limits.Writing).WithProblems(403, 409);
        topic.MapDelete("/members/{username}", endpoints.RemoveMember).WithName(nameof(RemoveMember)).WithSummary("Remove a member, or leave")
            .WithDescription("Only for owners of a private topic, and for the member themselves.").LimitedPerUser(limits => limits.Writing).WithProblems(403, 409);
        topic.MapPut("/hidden", endpoints.HideDirect).WithName(nameof(HideDirect)).WithSummary("Hide a direct conversation until its next message")
            .WithDescription("Only from your own list.").LimitedPerUser(limits => limits.Writing).WithProblems(403);
        return topic;
    }

    /// <param name="limit">1–200. Defaults to 50.</param>
    /// <param name="cursor">The <c>next</c> of the previous page.</param>
    public async Task<ETagResult<MemberPageView>> ListMembers(
        Guid topicId, HttpContext context, CancellationToken cancellationToken, [Range(1, MemberPages.MaxLimit)] int? limit = null, string? cursor = null)
    {
        var members = await Members(topicId, Caller.Required(context.User).UserId, cancellationToken);
        return ETagResult.Of(MemberPages.Cut(topicId, members, limit, cursor));
    }

    public async Task<Results<Created<MemberView>, Ok<MemberView>>> PutMember(
        Guid topicId, string username, JsonBody<PutMemberRequest> body, HttpContext context, CancellationToken cancellationToken)
    {
        var role = body.Value.ToRole();
        var actor = Caller.ActorOf(context);
        var user = await Person(topicId, username, actor, cancellationToken);
        var (grain, command) = (grains.Topic(topicId), new PutMember(user, role, actor));
        var put = (await GrainCalls.UntilSettled(() => grain.PutMember(command, CancellationToken.None), clock, cancellationToken)).OrThrow();
        await topics.MembersChanged(topicId);
        var view = MemberView.Of(put.Member);
        return put.Added ? TypedResults.Created($"/api/v1/topics/{topicId}/members/{view.User.Username}", view) : TypedResults.Ok(view);
    }

    public async Task<NoContent> RemoveMember(Guid topicId, string username, HttpContext context, CancellationToken cancellationToken)
    {
        var actor = Caller.ActorOf(context);
        var leaves = Usernames.IsValid(username) && Usernames.Key(username) == Usernames.Key(actor.User.Username);
        var user = leaves ? actor.User : await Person(topicId, username, actor, cancellationToken);
        var (grain, command) = (grains.Topic(topicId), new RemoveMember(user.Id, actor));
        // Leaving is not retried: after a lost answer, a second attempt would not find the topic that the first one left.
        var removed = leaves
            ? await grain.RemoveMember(command, CancellationToken.None).InTime(cancellationToken)
            : await GrainCalls.UntilSettled(() => grain.RemoveMember(command, CancellationToken.None), clock, cancellationToken);
        removed.OrThrow();
        await topics.MembersChanged(topicId);
        if (leaves) directories.SawLeft(topicId, actor.User.Id);
        return TypedResults.NoContent();
    }

    public async Task<NoContent> HideDirect(Guid topicId, HttpContext context, CancellationToken cancellationToken)
    {
        var (grain, actor) = (grains.Topic(topicId), Caller.ActorOf(context.User));
        var before = directories.Held(topicId, actor.User.Id);
        (await GrainCalls.UntilSettled(() => grain.Hide(actor, CancellationToken.None), clock, cancellationToken)).OrThrow();
        directories.SawHidden(before, actor.User.Id);
        return TypedResults.NoContent();
    }

    /// <summary>
    /// The person whom an owner names. A member whose account is closed has a name but no account. Whoever may not see the topic learns
    /// only that, and whoever may not manage members does not learn here who exists.
    /// </summary>
    private async Task<User> Person(Guid topicId, string username, Actor actor, CancellationToken cancellationToken)
    {
        if (await people.Find(username, actor, cancellationToken) is { } user) return user;
        var members = await Members(topicId, actor.User.Id, cancellationToken);
        if (!members.Any(member => member.User.Id == actor.User.Id && member.Role == Role.Owner)) throw new ProblemException(Problems.NotAllowed());
        return members.FirstOrDefault(member => string.Equals(member.User.Username, username, StringComparison.OrdinalIgnoreCase))?.User
            ?? throw new ProblemException(Problems.UserNotFound());
    }

    private async Task<IReadOnlyList<Member>> Members(Guid topicId, Guid viewer, CancellationToken cancellationToken)
    {
        var grain = grains.Topic(topicId);
        return (await GrainCalls.UntilSettled(() => grain.Members(viewer, CancellationToken.None), clock, cancellationToken)).OrThrow().Items;
    }
}

/// <param name="Role"><c>member</c> or <c>owner</c>. A member's role stays as it is if not given; somebody new becomes a member.</param>
public sealed record PutMemberRequest([property: NamesOf(typeof(MemberRoles))] string? Role = null)
{
    /// <exception cref="ProblemException">With <c>validation_failed</c>.</exception>
    public Role? ToRole()
    {
        var fields = new ValidationErrors();
        var role = MemberRoles.Read(Role, fields);
        fields.ThrowIfAny();
        return role;
    }
}
