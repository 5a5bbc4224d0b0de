using System.ComponentModel.DataAnnotations;
using Bulletin.Api.Auth;
using Bulletin.Api.Contract;
using Bulletin.Api.Http;
using Bulletin.Api.Limits;
using Bulletin.Api.Responses;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bulletin.Api.Personal;

/// <summary>The caller's notifications over HTTP.</summary>
internal sealed class NotificationEndpoints(IGrainFactory grains, TimeProvider clock)
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 100;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var endpoints = ActivatorUtilities.CreateInstance<NotificationEndpoints>(routes.ServiceProvider);
        var notifications = routes.MapGroup("/notifications").WithTags("Personal");
        notifications.MapGet("/", endpoints.ListNotifications).WithName(nameof(ListNotifications)).WithSummary("List your notifications, newest first")
            .LimitedPerUser(limits => limits.Searching);
        notifications.MapPut("/read", endpoints.MarkNotificationsRead).WithName(nameof(MarkNotificationsRead)).WithSummary("Mark notifications as read up to one")
            .WithDescription("Reading a topic up to a message reads the notifications of its messages too.").LimitedPerUser(limits => limits.Writing);
    }

    /// <param name="unread">`true`: only unread ones.</param>
    /// <param name="limit">1–100. Defaults to 50.</param>
    /// <param name="cursor">The <c>next</c> of the previous page.</param>
    public async Task<ETagResult<NotificationPageView>> ListNotifications(
        HttpContext context, CancellationToken cancellationToken, [AllowedValues("true", "false")] string? unread = null, [Range(1, MaxLimit)] int? limit = null, string? cursor = null)
    {
        var fields = new ValidationErrors();
        fields.Require(limit is null or (>= 1 and <= MaxLimit), "limit", "Must be between 1 and 100.");
        var unreadOnly = UnreadFilter.Read(unread, fields);
        fields.ThrowIfAny();

        var before = cursor is null ? null : (long?)NotificationCursor.Decode(cursor, unreadOnly);
        var person = grains.Person(Caller.Required(context.User).UserId);
        var page = await GrainCalls.UntilAnswered(
            () => person.Notifications(unreadOnly, limit ?? DefaultLimit, before, CancellationToken.None), clock, cancellationToken);
        NotificationPageView view = new(
            [.. page.Items.Select(NotificationView.Of)], page.Next is { } next ? NotificationCursor.Encode(next, unreadOnly) : null, page.Unread);
        return ETagResult.Of(view, page.Items.Sum(NotificationView.RoughBytes));
    }

    public async Task<Ok<UnreadNotificationsView>> MarkNotificationsRead(
        JsonBody<MarkNotificationsReadRequest> body, HttpContext context, CancellationToken cancellationToken)
    {
        var upTo = body.Value.Read();
        var person = grains.Person(Caller.Required(context.User).UserId);
        var page = await GrainCalls.UntilAnswered(() => person.ReadNotifications(upTo, CancellationToken.None), clock, cancellationToken);
        return TypedResults.Ok(new UnreadNotificationsView(page.Unread));
    }
}

/// <param name="UpTo">The id of the last notification that was read.</param>
public sealed record MarkNotificationsReadRequest([property: Required, AtLeast(1)] long? UpTo = null)
{
    /// <exception cref="ProblemException">With <c>validation_failed</c>.</exception>
    public long Read()
    {
        var fields = new ValidationErrors();
        _ = fields.Require(UpTo is not null, "upTo", "Is required.") && fields.Require(UpTo >= 1, "upTo", "Must be at least 1.");
        fields.ThrowIfAny();
        return UpTo!.Value;
    }
}
