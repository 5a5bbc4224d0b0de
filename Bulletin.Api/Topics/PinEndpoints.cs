using Bulletin.Api.Auth;
using Bulletin.Api.Contract;
using Bulletin.Api.Directory;
using Bulletin.Api.Http;
using Bulletin.Api.Limits;
using Bulletin.Api.Responses;
using Bulletin.Grains.Topics;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bulletin.Api.Topics;

/// <summary>The pinned messages of a topic over HTTP.</summary>
internal sealed class PinEndpoints(IGrainFactory grains, Directories directories, TimeProvider clock)
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var endpoints = ActivatorUtilities.CreateInstance<PinEndpoints>(routes.ServiceProvider);
        var pins = routes.MapGroup("/topics/{topicId:guid}/pins").WithTags("Topics").WithProblems(404).HoldsRefusals();
        pins.MapPut("/{seq:long:min(1)}", endpoints.PinMessage).WithName(nameof(PinMessage)).WithSummary("Pin a message")
            .WithDescription("A topic has at most 50 pinned messages.").LimitedPerUser(limits => limits.Writing).WithProblems(403, 409);
        pins.MapDelete("/{seq:long:min(1)}", endpoints.UnpinMessage).WithName(nameof(UnpinMessage)).WithSummary("Unpin a message")
            .LimitedPerUser(limits => limits.Writing).WithProblems(403, 409);
        pins.MapGet("", endpoints.ListPins).WithName(nameof(ListPins)).WithSummary("List the pinned messages, the latest pin first")
            .WithDescription("Without deleted messages.").LimitedPerUser(limits => limits.Searching);
    }

    public Task<Ok<TopicView>> PinMessage(Guid topicId, long seq, HttpContext context, CancellationToken cancellationToken) =>
        Pin(topicId, new(seq, Caller.ActorOf(context)), cancellationToken);

    public Task<Ok<TopicView>> UnpinMessage(Guid topicId, long seq, HttpContext context, CancellationToken cancellationToken) =>
        Pin(topicId, new(seq, Caller.ActorOf(context), IsUnpinned: true), cancellationToken);

    public async Task<ETagResult<PinnedMessagesView>> ListPins(Guid topicId, HttpContext context, CancellationToken cancellationToken)
    {
        var (viewer, grain) = (Caller.Required(context.User).UserId, grains.Topic(topicId));
        var topic = (await GrainCalls.UntilSettled(() => grain.Get(viewer, CancellationToken.None), clock, cancellationToken)).OrThrow();
        long[] pins = [.. (topic.Pins ?? []).Reverse()];
        var found = pins.Length == 0 ? [] : (await GrainCalls.UntilSettled(() => grain.ReadSome(pins, viewer, CancellationToken.None), clock, cancellationToken)).OrThrow().Items;
        Message[] messages = [.. found.Where(message => message.DeletedAt is null)];
        return ETagResult.Of(new PinnedMessagesView(MessageView.Of(messages)), MessageView.RoughBytes(messages));
    }

    private async Task<Ok<TopicView>> Pin(Guid topicId, PinMessage command, CancellationToken cancellationToken)
    {
        var grain = grains.Topic(topicId);
        var topic = (await GrainCalls.UntilSettled(() => grain.Pin(command, CancellationToken.None), clock, cancellationToken)).OrThrow();
        directories.Saw(topic, command.Actor.User.Id);
        return TypedResults.Ok(TopicView.Of(topic));
    }
}

/// <summary>The pinned messages of a topic, the latest pin first.</summary>
public sealed record PinnedMessagesView(IReadOnlyList<MessageView> Items);
