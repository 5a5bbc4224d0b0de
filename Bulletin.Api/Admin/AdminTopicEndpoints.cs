using System.ComponentModel.DataAnnotations;
using Bulletin.Api.Contract;
using Bulletin.Api.Directory;
using Bulletin.Api.Http;
using Bulletin.Api.Limits;
using Bulletin.Api.Responses;
using Bulletin.Api.Topics;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Administration;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Members;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bulletin.Api.Admin;

/// <summary>All topics, for admins. Their members are in <see cref="AdminMemberEndpoints"/>.</summary>
internal sealed class AdminTopicEndpoints(IGrainFactory grains, AdminPeople people, Directories directories, TopicReplicas replicas, TimeProvider clock)
{
    private const string Newest = "-created", Oldest = "created", Active = "-activity";

    private IAdminGrain Lists => grains.GetGrain<IAdminGrain>(0);

    public static void Map(IEndpointRouteBuilder admin)
    {
        var endpoints = ActivatorUtilities.CreateInstance<AdminTopicEndpoints>(admin.ServiceProvider);
        var topics = admin.MapGroup("/topics");
        topics.MapGet("/", endpoints.ListAllTopics).WithName(nameof(ListAllTopics)).WithSummary("List all topics, including private and removed ones")
            .WithDescription("A page may hold fewer topics than asked for, even none, and still have a next one.").LimitedPerUser(limits => limits.Searching);
        var topic = topics.MapGroup("/{topicId:guid}").WithProblems(404);
        topic.MapGet("/", endpoints.GetAnyTopic).WithName(nameof(GetAnyTopic)).WithSummary("Get any topic, without its messages")
            .LimitedPerUser(limits => limits.Searching);
        topic.MapPatch("/", endpoints.ChangeAnyTopic).WithName(nameof(ChangeAnyTopic)).WithSummary("Change any topic")
            .LimitedPerUser(limits => limits.Writing);
        topic.MapDelete("/", endpoints.RemoveAnyTopic).WithName(nameof(RemoveAnyTopic)).WithSummary("Remove any topic")
            .WithDescription("It can be restored until its messages begin to be deleted, which happens when the site's settings say.").LimitedPerUser(limits => limits.Writing);
        topic.MapPost("/restore", endpoints.RestoreTopic).WithName(nameof(RestoreTopic)).WithSummary("Restore a removed topic with its messages and members")
            .LimitedPerUser(limits => limits.Writing).WithProblems(409);
        AdminMemberEndpoints.Map(topic);
    }

    /// <param name="query">Words of the name, in any order.</param>
    /// <param name="access"><c>public</c>, <c>private</c> or <c>direct</c>.</param>
    /// <param name="state"><c>active</c>, <c>locked</c>, <c>resolved</c> or <c>removed</c>.</param>
    /// <param name="creator">The username of who created it, or their id.</param>
    /// <param name="sort"><c>-activity</c> (the default), <c>-created</c> or <c>created</c>.</param>
    /// <param name="limit">1–200. Defaults to 50.</param>
    /// <param name="cursor">The <c>next</c> of the previous page.</param>
    public async Task<ETagResult<AdminTopicPageView>> ListAllTopics(
        HttpContext context, CancellationToken cancellationToken, [MaxLength(AdminQuery.MaxText)] string? query = null,
        [AllowedValues(TopicView.Public, TopicView.Private, TopicView.Direct)] string? access = null, [AllowedValues("active", "locked", "resolved", "removed")] string? state = null, string? creator = null,
        [AllowedValues("-activity", "-created", "created")] string? sort = null, [Range(1, AdminQuery.MaxLimit)] int? limit = null, string? cursor = null)
    {
        var fields = new ValidationErrors();
        var search = AdminQuery.Text(query, "query", fields);
        var kind = AdminQuery.OneOf(access, "access", fields,
            (AdminAccess.Text(Access.Public), Access.Public), (AdminAccess.Text(Access.Private), Access.Private), (AdminAccess.Text(Access.Direct), Access.Direct));
        var only = AdminQuery.OneOf(state, "state", fields,
            ("active", TopicState.Active), ("locked", TopicState.Locked), ("resolved", TopicState.Resolved), ("removed", TopicState.Removed));
        var order = AdminQuery.OneOf(sort, "sort", fields,
            (Active, TopicOrder.Activity), (Newest, TopicOrder.CreatedDescending), (Oldest, TopicOrder.Created)) ?? TopicOrder.Activity;
        var size = AdminQuery.Limit(limit, fields);
        fields.ThrowIfAny();

        var creatorId = await people.IdOf(creator, "creator", AdminCaller.Of(context), cancellationToken);
        var list = AdminCursor.List("topics", search, kind, only, creatorId, order);
        TopicQuery asked = new(search, kind, only, creatorId, order, size, AdminCursor.Decode(list, cursor));
        var page = await AdminLists.Read(() => Lists.Topics(asked, CancellationToken.None), clock, cancellationToken);
        return ETagResult.Of(new AdminTopicPageView([.. page.Items.Select(AdminTopicView.Of)], AdminCursor.Encode(list, page.Next)));
    }

    public async Task<ETagResult<AdminTopicView>> GetAnyTopic(Guid topicId, CancellationToken cancellationToken) => ETagResult.Of(await View(topicId, cancellationToken));

    public async Task<Ok<AdminTopicView>> ChangeAnyTopic(
        Guid topicId, JsonBody<AdminChangeTopicRequest> body, HttpContext context, CancellationToken cancellationToken)
    {
        var (request, actor, grain) = (body.Value, AdminCaller.Of(context), grains.Topic(topicId));
        var command = request.ToCommand(actor);
        if (request.ChangesAnything)
            Saw((await GrainCalls.UntilSettled(() => grain.Change(command, CancellationToken.None), clock, cancellationToken)).OrThrow(), actor);
        return TypedResults.Ok(await View(topicId, cancellationToken));
    }

    public async Task<NoContent> RemoveAnyTopic(Guid topicId, HttpContext context, CancellationToken cancellationToken)
    {
        // Not retried: after a lost answer, a second attempt would report "not found" for the first one's removal.
        var actor = AdminCaller.Of(context);
        var removed = await grains.Topic(topicId).Remove(actor, CancellationToken.None).InTime(cancellationToken);
        removed.OrThrow();
        directories.SawRemoved(topicId, actor.User.Id);
        replicas.Removed(topicId);
        return TypedResults.NoContent();
    }

    public async Task<Ok<AdminTopicView>> RestoreTopic(Guid topicId, HttpContext context, CancellationToken cancellationToken)
    {
        var (actor, grain) = (AdminCaller.Of(context), grains.Topic(topicId));
        directories.SawRestored((await GrainCalls.UntilSettled(() => grain.Restore(actor, CancellationToken.None), clock, cancellationToken)).OrThrow());
        return TypedResults.Ok(await View(topicId, cancellationToken));
    }

    /// <summary>A topic the admin is not a member of must not enter their own list.</summary>
    private void Saw(Topic topic, Actor actor)
    {
        if (topic.Access == Access.Public || directories.Held(topic.Id, actor.User.Id) is not null) directories.Saw(topic, actor.User.Id);
    }

    private async Task<AdminTopicView> View(Guid topicId, CancellationToken cancellationToken) =>
        AdminTopicView.Of((await GrainCalls.UntilSettled(() => Lists.Topic(topicId, CancellationToken.None), clock, cancellationToken)).OrThrow());
}
