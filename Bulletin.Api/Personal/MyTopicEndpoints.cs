using System.ComponentModel.DataAnnotations;
using Bulletin.Api.Auth;
using Bulletin.Api.Http;
using Bulletin.Api.Limits;
using Bulletin.Api.Responses;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bulletin.Api.Personal;

/// <summary>The caller's own topics over HTTP.</summary>
internal sealed class MyTopicEndpoints(MyTopics topics, IGrainFactory grains)
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 100;
    private const int MaxIds = 100;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var endpoints = ActivatorUtilities.CreateInstance<MyTopicEndpoints>(routes.ServiceProvider);
        var mine = routes.MapGroup("/users/me/topics").WithTags("Personal");
        mine.MapGet("/", endpoints.ListMyTopics).WithName(nameof(ListMyTopics)).WithSummary("List topics that you follow or have opened, most recently active first")
            .LimitedPerUser(limits => limits.Searching);
        mine.MapPut("/read", endpoints.MarkAllRead).WithName(nameof(MarkAllRead)).WithSummary("Mark everything as read")
            .LimitedPerUser(limits => limits.Writing);
    }

    /// <param name="unread">`true`: only topics that you follow, have not muted, and in which something is unread.</param>
    /// <param name="pinned">`true`: only topics that you have pinned. Not together with `unread=true`.</param>
    /// <param name="limit">1–100. Defaults to 50.</param>
    /// <param name="cursor">The <c>next</c> of the previous page.</param>
    /// <param name="ids">Only these topics, up to 100, separated by commas. Those that you have nothing of, or may not see, are left out. Not together with the others.</param>
    public async Task<ETagResult<MyTopicPageView>> ListMyTopics(
        HttpContext context, CancellationToken cancellationToken,
        [AllowedValues("true", "false")] string? unread = null, [AllowedValues("true", "false")] string? pinned = null, [Range(1, MaxLimit)] int? limit = null, string? cursor = null, string? ids = null)
    {
        var fields = new ValidationErrors();
        fields.Require(limit is null or (>= 1 and <= MaxLimit), "limit", "Must be between 1 and 100.");
        fields.Require(ids is null || unread is null && pinned is null && limit is null && cursor is null, "ids", "Must not be given together with others.");
        var filter = TopicFilters.Read(unread, pinned, fields);
        var some = Ids(ids, fields);
        fields.ThrowIfAny();

        var me = Caller.Required(context.User).UserId;
        var page = some is not null
            ? await topics.Some(me, some, cancellationToken)
            : await topics.Page(me, filter, limit ?? DefaultLimit, cursor is null ? null : MyTopicCursor.Decode(cursor, filter), cancellationToken);
        return ETagResult.Of(page.ToView(filter), page.RoughBytes);
    }

    public async Task<NoContent> MarkAllRead(HttpContext context, CancellationToken cancellationToken)
    {
        await grains.Person(Caller.Required(context.User).UserId).ReadAll(CancellationToken.None).InTime(cancellationToken);
        return TypedResults.NoContent();
    }

    private static List<Guid>? Ids(string? text, ValidationErrors fields)
    {
        if (text is null) return null;
        HashSet<Guid> ids = [];
        var parts = text.Split(',', MaxIds + 1);
        if (fields.Require(parts.Length <= MaxIds, "ids", "Must be at most 100."))
            foreach (var part in parts)
            {
                if (!fields.RequireUuid(part, "ids", out var id)) break;
                ids.Add(id);
            }
        return [.. ids];
    }
}
