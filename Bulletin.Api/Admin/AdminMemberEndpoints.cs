using System.ComponentModel.DataAnnotations;
using Bulletin.Api.Directory;
using Bulletin.Api.Http;
using Bulletin.Api.Limits;
using Bulletin.Api.Members;
using Bulletin.Api.Responses;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Members;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bulletin.Api.Admin;

/// <summary>The members of any private topic, for admins.</summary>
internal sealed class AdminMemberEndpoints(IGrainFactory grains, MemberLookup people, Directories directories, IFollowedTopics topics, TimeProvider clock)
{
    /// <param name="topic">The routes of one topic.</param>
    public static void Map(IEndpointRouteBuilder topic)
    {
        var endpoints = ActivatorUtilities.CreateInstance<AdminMemberEndpoints>(topic.ServiceProvider);
        topic.MapGet("/members", endpoints.ListAnyMembers).WithName(nameof(ListAnyMembers)).WithSummary("List any topic's members in the order in which they came")
            .WithDescription("A public topic has none: everybody may see it.").LimitedPerUser(limits => limits.Searching);
        topic.MapPut("/members/{username}", endpoints.PutAnyMember).WithName(nameof(PutAnyMember)).WithSummary("Add a member to any private topic, or change their role")
            .WithDescription("Answers 201 if they were added, 200 if they are a member already.").LimitedPerUser(limits => limits.Writing).WithProblems(409);
        topic.MapDelete("/members/{username}", endpoints.RemoveAnyMember).WithName(nameof(RemoveAnyMember)).WithSummary("Remove a member from any private topic")
            .LimitedPerUser(limits => limits.Writing).WithProblems(409);
    }

    /// <param name="limit">1–200. Defaults to 50.</param>
    /// <param name="cursor">The <c>next</c> of the previous page.</param>
    public async Task<ETagResult<MemberPageView>> ListAnyMembers(
        Guid topicId, HttpContext context, CancellationToken cancellationToken, [Range(1, MemberPages.MaxLimit)] int? limit = null, string? cursor = null) =>
        ETagResult.Of(MemberPages.Cut(topicId, await Members(topicId, AdminCaller.Of(context), cancellationToken), limit, cursor));

    public async Task<Results<Created<MemberView>, Ok<MemberView>>> PutAnyMember(
        Guid topicId, string username, JsonBody<PutMemberRequest> body, HttpContext context, CancellationToken cancellationToken)
    {
        var role = body.Value.ToRole();
        var actor = AdminCaller.Of(context);
        var user = await Person(topicId, username, actor, cancellationToken);
        var (grain, command) = (grains.Topic(topicId), new PutMember(user, role, actor));
        var put = (await GrainCalls.UntilSettled(() => grain.PutMember(command, CancellationToken.None), clock, cancellationToken)).OrThrow();
        await topics.MembersChanged(topicId);
        var view = MemberView.Of(put.Member);
        return put.Added ? TypedResults.Created($"/api/v1/admin/topics/{topicId}/members/{view.User.Username}", view) : TypedResults.Ok(view);
    }

    public async Task<NoContent> RemoveAnyMember(Guid topicId, string username, HttpContext context, CancellationToken cancellationToken)
    {
        var actor = AdminCaller.Of(context);
        var user = await Person(topicId, username, actor, cancellationToken);
        var (grain, command) = (grains.Topic(topicId), new RemoveMember(user.Id, actor));
        (await GrainCalls.UntilSettled(() => grain.RemoveMember(command, CancellationToken.None), clock, cancellationToken)).OrThrow();
        await topics.MembersChanged(topicId);
        if (user.Id == actor.User.Id) directories.SawLeft(topicId, user.Id);
        return TypedResults.NoContent();
    }

    /// <summary>A member whose account is closed has a name but no account.</summary>
    private async Task<User> Person(Guid topicId, string username, Actor actor, CancellationToken cancellationToken)
    {
        if (await people.Find(username, actor, cancellationToken) is { } user) return user;
        return (await Members(topicId, actor, cancellationToken)).FirstOrDefault(member => string.Equals(member.User.Username, username, StringComparison.OrdinalIgnoreCase))?.User
            ?? throw new ProblemException(Problems.UserNotFound());
    }

    private async Task<IReadOnlyList<Member>> Members(Guid topicId, Actor actor, CancellationToken cancellationToken)
    {
        var grain = grains.Topic(topicId);
        return (await GrainCalls.UntilSettled(() => grain.Members(actor, CancellationToken.None), clock, cancellationToken)).OrThrow().Items;
    }
}
