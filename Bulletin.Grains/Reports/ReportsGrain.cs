using Bulletin.Grains.Accounts;
using Bulletin.Grains.Audit;
using Bulletin.Grains.Topics.Members;
using Orleans.Concurrency;

namespace Bulletin.Grains.Reports;

[StatelessWorker]
internal sealed class ReportsGrain(IReportStore store, TimeProvider clock) : Grain, IReportsGrain
{
    /// <summary>How often a change is decided anew when somebody else was faster.</summary>
    private const int Attempts = 2;

    private DateTimeOffset Now => Milliseconds.Cut(clock.GetUtcNow());

    /// <summary>When to try again after too many reports: moderators need time to close some.</summary>
    private static readonly TimeSpan RetryAfter = TimeSpan.FromHours(1);

    public async Task<Outcome<Report>> Create(CreateReport command, CancellationToken cancellationToken)
    {
        Report report = new(
            command.Id, Now, command.Message, command.Actor.User, command.Reason, command.Comment, ReportState.Open, Assignee: null, Resolution: null, ClosedAt: null, ClosedBy: null);
        return await store.Create(report, cancellationToken) is { } stored ? stored : new Outcome<Report>(null, Refusal.TooManyReports, RetryAfter);
    }

    public async Task<Outcome<ListPage<Report>>> List(ReportQuery query, Actor actor, CancellationToken cancellationToken) =>
        actor.IsModerator ? await store.List(query, publicOnly: !actor.IsAdmin, cancellationToken) : Refusal.NotAllowed;

    public async Task<Outcome<Report>> Get(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.IsModerator) return Refusal.NotAllowed;
        return await store.Find(id, cancellationToken) is { } report && MaySee(actor, report) ? report : Refusal.ReportNotFound;
    }

    public async Task<Outcome<Report>> Change(ChangeReport command, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var latest = await Get(command.Id, command.Actor, cancellationToken);
            if (latest.Value is not { } report) return latest;

            var next = Apply(command, report);
            if (next == report) return report;
            // Whoever closes it has seen it open: they don't know what somebody else has just decided.
            if (report.State != ReportState.Open && command.State is not (null or ReportState.Open)) return Refusal.Conflict;
            if (await store.Change(report, next, Act(command.Actor, report, next), cancellationToken)) return next;
        }
        return Refusal.Conflict;
    }

    /// <summary>A moderator has no more rights in a private topic than anybody else, so nor in its reports.</summary>
    private static bool MaySee(Actor actor, Report report) => actor.IsAdmin || report.Message.Access == Access.Public;

    private Report Apply(ChangeReport command, Report report)
    {
        var next = report with
        {
            State = command.State ?? report.State,
            Assignee = command.Unassign ? null : command.Assignee ?? report.Assignee,
            Resolution = command.Resolution switch { null => report.Resolution, "" => null, var words => words },
        };
        if (next.State == ReportState.Open) return next with { ClosedAt = null, ClosedBy = null };
        return report.State == ReportState.Open ? next with { ClosedAt = Now, ClosedBy = command.Actor.User } : next;
    }

    private AuditEntry Act(Actor actor, Report before, Report after)
    {
        var changed = new ChangedFields()
            .Compare("state", before.State, after.State)
            .Compare("assignee", before.Assignee?.Username, after.Assignee?.Username)
            .Compare("resolution", before.Resolution, after.Resolution);
        return actor.Did(AuditActions.ReportChanged, AuditTarget.Report(before.Id), changed.Before, changed.After, Now);
    }
}
