using Bulletin.Api.Auth;
using Bulletin.Api.Http;
using Bulletin.Api.Limits;
using Bulletin.Api.Responses;
using Bulletin.Grains.Topics;

namespace Bulletin.Api.Topics;

/// <summary>The earlier texts of a message over HTTP.</summary>
internal sealed class HistoryEndpoints(IGrainFactory grains, TimeProvider clock)
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var endpoints = ActivatorUtilities.CreateInstance<HistoryEndpoints>(routes.ServiceProvider);
        routes.MapGet("/topics/{topicId:guid}/messages/{seq:long:min(1)}/history", endpoints.GetHistory).WithTags("Messages").WithName(nameof(GetHistory))
            .WithSummary("List the earlier texts of a message, oldest first").WithDescription("At most the latest 100. None if the site keeps none.")
            .LimitedPerUser(limits => limits.Searching).WithProblems(404).HoldsRefusals();
    }

    public async Task<ETagResult<HistoryPageView>> GetHistory(Guid topicId, long seq, HttpContext context, CancellationToken cancellationToken)
    {
        var (viewer, grain) = (Caller.Required(context.User).UserId, grains.Topic(topicId));
        var history = (await GrainCalls.UntilSettled(() => grain.History(seq, viewer, CancellationToken.None), clock, cancellationToken)).OrThrow();
        // A text of 4,000 characters may take four bytes for each.
        return ETagResult.Of(HistoryPageView.Of(history), history.Items.Sum(item => 4 * item.Text.Length));
    }
}

/// <summary>A text that a message had before an edit.</summary>
/// <param name="Revision">The topic's revision that gave the message this text.</param>
/// <param name="At">When it got this text.</param>
public sealed record EarlierTextView(long Revision, DateTimeOffset At, string Text);

/// <summary>The earlier texts of a message, oldest first.</summary>
/// <param name="Next">Always null: there is one page.</param>
public sealed record HistoryPageView(IReadOnlyList<EarlierTextView> Items, string? Next)
{
    internal static HistoryPageView Of(MessageHistory history) => new([.. history.Items.Select(item => new EarlierTextView(item.Revision, item.At, item.Text))], Next: null);
}
