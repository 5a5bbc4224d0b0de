using System.ComponentModel.DataAnnotations;
using Bulletin.Api.Contract;
using Bulletin.Api.Http;
using Bulletin.Api.Limits;
using Bulletin.Api.Responses;
using Bulletin.Api.Search;
using Bulletin.Api.Topics;
using Bulletin.Grains;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Administration;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;

namespace Bulletin.Api.Admin;

/// <summary>All messages, for admins.</summary>
internal sealed class AdminMessageEndpoints(IGrainFactory grains, AdminPeople people, SearchedNames names, MessageChanges messages, TimeProvider clock)
{
    /// <summary>How many messages are deleted at once.</summary>
    private const int AtOnce = 8;

    private const string Description = """
        That messages of private topics and direct conversations are read is written into the audit log, with the `query`. They are listed only with `author`, `topic` or `query`.
        Without a `query`, a page may hold fewer messages than asked for, even none, and still have a next one.
        """;

    private IAdminGrain Lists => grains.GetGrain<IAdminGrain>(0);

    public static void Map(IEndpointRouteBuilder admin)
    {
        var endpoints = ActivatorUtilities.CreateInstance<AdminMessageEndpoints>(admin.ServiceProvider);
        var all = admin.MapGroup("/messages");
        all.MapGet("/", endpoints.ListAllMessages).WithName(nameof(ListAllMessages)).WithSummary("List messages of all topics, newest first")
            .WithDescription(Description)
            .LimitedPerUser(limits => limits.Searching);
        all.MapPost("/delete", endpoints.DeleteMessagesOf).WithName(nameof(DeleteMessagesOf)).WithSummary("Delete what somebody has posted since a time")
            .WithDescription("At most 200 messages a call. Repeat it while `more` is true, with `next` as the `cursor`.").LimitedPerUser(limits => limits.Writing).WithProblems(404);
        var one = all.MapGroup("/{topicId:guid}/{seq:long:min(1)}").WithProblems(404);
        one.MapPatch("/", endpoints.EditAnyMessage).WithName(nameof(EditAnyMessage)).WithSummary("Edit any message")
            .WithDescription("With `revision`, only if the message has not changed since.").LimitedPerUser(limits => limits.Posting).WithProblems(409);
        one.MapDelete("/", endpoints.DeleteAnyMessage).WithName(nameof(DeleteAnyMessage)).WithSummary("Delete any message")
            .LimitedPerUser(limits => limits.Posting);
    }

    /// <param name="query">A search as of <c>GET /search</c>, in all topics. Its days are those of UTC, and it costs the same.</param>
    /// <param name="author">The username of who has posted it, or their id.</param>
    /// <param name="topic">The id of its topic.</param>
    /// <param name="after">Not posted before this time (RFC 3339).</param>
    /// <param name="before">Posted before this time (RFC 3339).</param>
    /// <param name="deleted"><c>true</c> for deleted messages only, <c>false</c> for the others only.</param>
    /// <param name="limit">1–200. Defaults to 50.</param>
    /// <param name="cursor">The <c>next</c> of the previous page.</param>
    public async Task<ETagResult<AdminMessagePageView>> ListAllMessages(
        HttpContext context, CancellationToken cancellationToken, string? query = null, string? author = null, [Format(FormatAttribute.Uuid)] string? topic = null,
        [Format(FormatAttribute.DateTime)] string? after = null, [Format(FormatAttribute.DateTime)] string? before = null, [AllowedValues("true", "false")] string? deleted = null, [Range(1, AdminQuery.MaxLimit)] int? limit = null, string? cursor = null)
    {
        var fields = new ValidationErrors();
        var text = string.IsNullOrWhiteSpace(query) ? null : SearchText.Read(query, fields);
        var topicId = AdminQuery.Id(topic, "topic", fields);
        var (from, to) = (AdminQuery.Time(after, "after", fields), AdminQuery.Time(before, "before", fields));
        var isDeleted = AdminQuery.Flag(deleted, "deleted", fields);
        var size = AdminQuery.Limit(limit, fields);
        fields.ThrowIfAny();

        var actor = AdminCaller.Of(context);
        var authorId = await people.IdOf(author, "author", actor, cancellationToken);
        var search = text is null ? null : query;
        var list = AdminCursor.List("messages", search, authorId, topicId, from?.UtcTicks, to?.UtcTicks, isDeleted);
        MessageQuery asked = new(search, authorId, topicId, from, to, isDeleted, size, AdminCursor.Decode(list, cursor));
        var page = text is null
            ? await AdminLists.Read(() => Lists.Messages(asked, actor, CancellationToken.None), clock, cancellationToken)
            : await Search(text, asked, actor, cancellationToken);
        return ETagResult.Of(
            new AdminMessagePageView([.. page.Items.Select(AdminMessageView.Of)], AdminCursor.Encode(list, page.Next)),
            MessageView.RoughBytes([.. page.Items.Select(item => item.Message)]));
    }

    public async Task<Ok<MessageView>> EditAnyMessage(
        Guid topicId, long seq, JsonBody<EditMessageRequest> body, HttpContext context, CancellationToken cancellationToken) =>
        TypedResults.Ok(MessageView.Of(await messages.Edit(topicId, seq, body.Value, AdminCaller.Of(context), cancellationToken)));

    public async Task<NoContent> DeleteAnyMessage(Guid topicId, long seq, HttpContext context, CancellationToken cancellationToken)
    {
        await messages.Delete(topicId, seq, AdminCaller.Of(context), cancellationToken);
        return TypedResults.NoContent();
    }

    public async Task<Ok<DeletedView>> DeleteMessagesOf(JsonBody<DeleteMessagesRequest> body, HttpContext context, CancellationToken cancellationToken)
    {
        var fields = new ValidationErrors();
        fields.Require(body.Value.Author is not null, "author", "Is required.");
        fields.Require(body.Value.Since is not null, "since", "Is required.");
        var since = AdminQuery.Time(body.Value.Since, "since", fields);
        fields.ThrowIfAny();

        var actor = AdminCaller.Of(context);
        var author = (await people.IdOf(body.Value.Author, "author", actor, cancellationToken))!.Value;
        var list = AdminCursor.List("messages/delete", author, since!.Value.UtcTicks);
        var after = AdminCursor.Decode(list, body.Value.Cursor);
        // Whoever goes on has been found before.
        if (after is null) (await GrainCalls.UntilSettled(() => Lists.User(author, CancellationToken.None), clock, cancellationToken)).OrThrow();
        FindMessagesToDelete command = new(author, since.Value, after);
        var found = await Lists.FindToDelete(command, CancellationToken.None).InTime(cancellationToken);
        var deleted = await Delete(found.Items, actor, cancellationToken);
        return TypedResults.Ok(new DeletedView(deleted, More: found.Next is not null, AdminCursor.Encode(list, found.Next)));
    }

    private async Task<ListPage<ListedMessage>> Search(SearchText text, MessageQuery asked, Actor actor, CancellationToken cancellationToken) =>
        await names.Resolve(text, DateTimeZone.Utc, actor, cancellationToken) is { } search
            ? await Lists.Messages(asked with { Asked = search }, actor, cancellationToken).InTime(cancellationToken)
            : new([], Next: null);

    /// <returns>How many were deleted: a topic may have been removed meanwhile.</returns>
    private async Task<int> Delete(IReadOnlyList<MessagePlace> places, Actor actor, CancellationToken cancellationToken)
    {
        var deleted = 0;
        await Parallel.ForEachAsync(places, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (place, cancel) =>
        {
            try
            {
                await messages.Delete(place.TopicId, place.Seq, actor, cancel);
                Interlocked.Increment(ref deleted);
            }
            catch (ProblemException refused) when (refused.Problem.Status == StatusCodes.Status404NotFound)
            {
                // Nobody can see it any more.
            }
        });
        return deleted;
    }
}
