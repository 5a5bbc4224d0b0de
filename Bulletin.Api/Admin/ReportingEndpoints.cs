using Bulletin.Api.Auth;
using Bulletin.Api.Http;
using Bulletin.Api.Limits;
using Bulletin.Api.Topics;
using Bulletin.Grains.Reports;
using Bulletin.Grains.Topics;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bulletin.Api.Admin;

/// <summary>Reports a message to the moderators: for everybody who may read it.</summary>
internal sealed class ReportingEndpoints(IGrainFactory grains, TimeProvider clock)
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var endpoints = ActivatorUtilities.CreateInstance<ReportingEndpoints>(routes.ServiceProvider);
        routes.MapPost("/topics/{topicId:guid}/messages/{seq:long:min(1)}/report", endpoints.ReportMessage).WithName(nameof(ReportMessage)).WithTags("Messages")
            .WithSummary("Report a message").WithDescription("To the moderators; in a private topic or a direct conversation, to the admins. Reporting it again changes nothing.")
            .LimitedPerUser(limits => limits.Writing).WithProblems(404, 409).HoldsRefusals();
    }

    public async Task<Created<ReportedView>> ReportMessage(
        Guid topicId, long seq, JsonBody<ReportMessageRequest> body, HttpContext context, CancellationToken cancellationToken)
    {
        var (reason, comment) = body.Value.Validated();
        var (actor, grain) = (Caller.ActorOf(context), grains.Topic(topicId));
        var topic = (await GrainCalls.UntilSettled(() => grain.Get(actor.User.Id, CancellationToken.None), clock, cancellationToken)).OrThrow();
        var message = (await GrainCalls.UntilSettled(() => grain.ReadOne(seq, actor.User.Id, CancellationToken.None), clock, cancellationToken)).OrThrow();
        if (message.Text is not { } text) throw new ProblemException(Problems.MessageDeleted());

        var command = new CreateReport(
            Guid.CreateVersion7(clock.GetUtcNow()), new ReportedMessage(topicId, topic.Name, topic.Access, seq, message.Author, text), actor, reason, comment);
        var reports = grains.GetGrain<IReportsGrain>(0);
        var report = (await GrainCalls.UntilSettled(() => reports.Create(command, CancellationToken.None), clock, cancellationToken)).OrThrow();
        return TypedResults.Created((string?)null, new ReportedView(report.Id));
    }
}
