using System.ComponentModel.DataAnnotations;
using Bulletin.Api.Contract;
using Bulletin.Api.Http;
using Bulletin.Api.Limits;
using Bulletin.Api.Responses;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Administration;
using Bulletin.Grains.Reports;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bulletin.Api.Admin;

/// <summary>Reports of messages, for moderators and admins. Which of them somebody may see, their grain decides.</summary>
internal sealed class ReportEndpoints(IGrainFactory grains, AdminPeople people, TimeProvider clock)
{
    /// <summary>In the place of a username: the caller. No username is that short.</summary>
    private const string Oneself = "me";

    public static void Map(IEndpointRouteBuilder reports)
    {
        var endpoints = ActivatorUtilities.CreateInstance<ReportEndpoints>(reports.ServiceProvider);
        reports.MapGet("/", endpoints.ListReports).WithName(nameof(ListReports)).WithSummary("List reports, newest first")
            .WithDescription("Moderators see reports from public topics, admins all of them.").LimitedPerUser(limits => limits.Searching);
        reports.MapGet("/{reportId:guid}", endpoints.GetReport).WithName(nameof(GetReport)).WithSummary("Get a report")
            .LimitedPerUser(limits => limits.Searching).WithProblems(404);
        reports.MapPatch("/{reportId:guid}", endpoints.ChangeReport).WithName(nameof(ChangeReport)).WithSummary("Close, reopen or assign a report")
            .LimitedPerUser(limits => limits.Writing).WithProblems(404, 409);
    }

    /// <param name="state">`open`, `resolved` or `dismissed`.</param>
    /// <param name="assignee">A username or user id, or `me`.</param>
    /// <param name="limit">1–200. Defaults to 50.</param>
    /// <param name="cursor">The `next` of the previous page.</param>
    public async Task<ETagResult<ReportPageView>> ListReports(
        HttpContext context, CancellationToken cancellationToken, [NamesOf(typeof(ReportStates))] string? state = null, string? assignee = null, [Range(1, AdminQuery.MaxLimit)] int? limit = null, string? cursor = null)
    {
        var actor = AdminCaller.Of(context);
        var fields = new ValidationErrors();
        var (only, size) = (ReportStates.Read(state, fields), AdminQuery.Limit(limit, fields));
        fields.ThrowIfAny();

        var list = AdminCursor.List("reports", state, assignee);
        var after = AdminCursor.Decode(list, cursor);
        var assigneeId = assignee == Oneself ? actor.User.Id : await people.IdOf(assignee, "assignee", actor, cancellationToken);
        var (grain, query) = (grains.GetGrain<IReportsGrain>(0), new ReportQuery(only, assigneeId, size, after));
        var page = (await GrainCalls.UntilSettled(() => grain.List(query, actor, CancellationToken.None), clock, cancellationToken)).OrThrow();
        return ETagResult.Of(new ReportPageView([.. page.Items.Select(ReportView.Of)], AdminCursor.Encode(list, page.Next)));
    }

    public async Task<ETagResult<ReportView>> GetReport(Guid reportId, HttpContext context, CancellationToken cancellationToken)
    {
        var (grain, actor) = (grains.GetGrain<IReportsGrain>(0), AdminCaller.Of(context));
        var report = await GrainCalls.UntilSettled(() => grain.Get(reportId, actor, CancellationToken.None), clock, cancellationToken);
        return ETagResult.Of(ReportView.Of(report.OrThrow()));
    }

    public async Task<Ok<ReportView>> ChangeReport(Guid reportId, JsonBody<ChangeReportRequest> body, HttpContext context, CancellationToken cancellationToken)
    {
        var actor = AdminCaller.Of(context);
        var command = body.Value.ToCommand(reportId, actor) with { Assignee = await Assignee(body.Value.Assignee, actor, cancellationToken) };
        // Not retried: a repeated act would be recorded twice.
        var report = await grains.GetGrain<IReportsGrain>(0).Change(command, CancellationToken.None).InTime(cancellationToken);
        return TypedResults.Ok(ReportView.Of(report.OrThrow()));
    }

    private async Task<User?> Assignee(string? username, Actor actor, CancellationToken cancellationToken)
    {
        if (username is null) return null;
        if (username == Oneself) return actor.User;
        var user = await people.Find(username, "assignee", actor, cancellationToken);
        var admin = grains.GetGrain<IAdminGrain>(0);
        var details = (await GrainCalls.UntilSettled(() => admin.User(user.Id, CancellationToken.None), clock, cancellationToken)).OrThrow();
        return details.User.Role >= SiteRole.Moderator ? user : throw new ProblemException(Problems.ValidationFailed("assignee", "Must be a moderator or an admin."));
    }
}
