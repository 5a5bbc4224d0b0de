using System.ComponentModel.DataAnnotations;
using Bulletin.Api.Auth;
using Bulletin.Api.Contract;
using Bulletin.Api.Directory;
using Bulletin.Api.Http;
using Bulletin.Api.Limits;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Members;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bulletin.Api.Members;

/// <summary>Direct conversations over HTTP. Once opened, they are topics.</summary>
internal sealed class DirectEndpoints(IGrainFactory grains, MemberLookup people, Directories directories, TimeProvider clock)
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var endpoints = ActivatorUtilities.CreateInstance<DirectEndpoints>(routes.ServiceProvider);
        routes.MapPost("/direct", endpoints.OpenDirect).WithTags("Members").WithName(nameof(OpenDirect)).WithSummary("Open a direct conversation")
            .WithDescription("The same people always have the same conversation: answers 201 if it is new, or 200 with the existing one, which returns to your list if you had hidden it.")
            .LimitedPerUser(limits => limits.Writing);
    }

    public async Task<Results<Created<TopicView>, Ok<TopicView>>> OpenDirect(JsonBody<OpenDirectRequest> body, HttpContext context, CancellationToken cancellationToken)
    {
        var actor = Caller.ActorOf(context.User);
        var others = await people.Find(body.Value.UsernameKeys(actor), "usernames", actor, cancellationToken);
        var grain = grains.Topic(DirectConversation.IdOf([actor.User.Id, .. others.Select(other => other.Id)]));
        var before = await GrainCalls.UntilSettled(() => grain.Get(actor.User.Id, CancellationToken.None), clock, cancellationToken);

        // Also if it exists: that brings it back into the list of who had hidden it.
        var command = new CreateTopic("", null, actor, Access.Direct, others);
        var topic = (await GrainCalls.UntilSettled(() => grain.Create(command, CancellationToken.None), clock, cancellationToken)).OrThrow();
        directories.Saw(topic, actor.User.Id);
        var view = TopicView.Of(topic);
        // Of two people who open it at the same time, one has created it.
        var isNew = before.Value is null && topic.CreatedBy.Id == actor.User.Id;
        return isNew ? TypedResults.Created($"/api/v1/topics/{view.Id}", view) : TypedResults.Ok(view);
    }
}

/// <param name="Usernames">1–9 other people. Your own username is ignored, and so are repetitions.</param>
public sealed record OpenDirectRequest([property: Required, Length(1, MemberLookup.Most)] IReadOnlyList<string?>? Usernames = null)
{
    /// <exception cref="ProblemException">With <c>validation_failed</c>.</exception>
    internal IReadOnlyList<string> UsernameKeys(Actor actor)
    {
        var fields = new ValidationErrors();
        IReadOnlyList<string> keys = [];
        if (fields.Require(Usernames is not null, "usernames", "Is required.")) keys = MemberLookup.Keys(Usernames, "usernames", actor, fields);
        if (fields.IsEmpty) fields.Require(keys.Count is >= 1 and <= DirectConversation.MaxOthers, "usernames", "Must name 1 to 9 other people.");
        fields.ThrowIfAny();
        return keys;
    }
}
