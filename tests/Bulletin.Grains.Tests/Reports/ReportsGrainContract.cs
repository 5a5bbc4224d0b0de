using Bulletin.Grains.Accounts;
using Bulletin.Grains.Audit;
using Bulletin.Grains.Reports;
using Bulletin.Grains.Storage.Sql;
using Bulletin.Grains.Tests.Storage;
using Bulletin.Grains.Tests.Topics;
using Bulletin.Grains.Topics.Members;
using Microsoft.Extensions.DependencyInjection;

namespace Bulletin.Grains.Tests.Reports;

/// <summary>Who may see and change reports, whatever database is below.</summary>
public abstract class ReportsGrainContract(TopicCluster cluster)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private IReportsGrain Grain => cluster.Grains.GetGrain<IReportsGrain>(0);

    [Fact]
    public async Task Members_can_report_but_neither_list_nor_read_nor_change_reports()
    {
        var ada = await cluster.SignUp("ada");
        var report = await NewReport(ada, Access.Public);

        Assert.Equal(Refusal.NotAllowed, (await Grain.List(new(State: null, AssigneeId: null, Limit: 50, After: null), ada, Cancel)).Refusal);
        Assert.Equal(Refusal.NotAllowed, (await Grain.Get(report.Id, ada, Cancel)).Refusal);
        Assert.Equal(Refusal.NotAllowed, (await Grain.Change(new(report.Id, ada, ReportState.Resolved), Cancel)).Refusal);
    }

    [Fact]
    public async Task A_report_from_a_private_topic_exists_for_admins_only()
    {
        var (ada, mo, root) = (await cluster.SignUp("ada"), await Moderator(), await Admin());
        var report = await NewReport(ada, Access.Private);

        Assert.Equal(Refusal.ReportNotFound, (await Grain.Get(report.Id, mo, Cancel)).Refusal);
        Assert.Equal(Refusal.ReportNotFound, (await Grain.Change(new(report.Id, mo, ReportState.Resolved), Cancel)).Refusal);
        Assert.DoesNotContain(await Listed(mo), listed => listed.Id == report.Id);
        Assert.Equal(report.Id, (await Grain.Get(report.Id, root, Cancel)).Value!.Id);
        Assert.Contains(await Listed(root), listed => listed.Id == report.Id);
    }

    [Fact]
    public async Task Closing_a_report_says_who_and_when_and_reopening_it_forgets_that()
    {
        var mo = await Moderator();
        var report = await NewReport(await cluster.SignUp("ada"), Access.Public);

        var closed = (await Grain.Change(new(report.Id, mo, ReportState.Resolved, "Warned"), Cancel)).Value!;
        Assert.Equal((mo.User.Id, "Warned"), (closed.ClosedBy!.Id, closed.Resolution));
        Assert.NotNull(closed.ClosedAt);

        var reopened = (await Grain.Change(new(report.Id, mo, ReportState.Open), Cancel)).Value!;
        Assert.Null(reopened.ClosedAt);
        Assert.Null(reopened.ClosedBy);
        Assert.Equal("Warned", (await Grain.Get(report.Id, mo, Cancel)).Value!.Resolution);
    }

    [Fact]
    public async Task Who_closes_a_report_does_not_overwrite_what_somebody_else_has_just_decided()
    {
        var (mo, root) = (await Moderator(), await Admin());
        var report = await NewReport(await cluster.SignUp("ada"), Access.Public);
        var closed = (await Grain.Change(new(report.Id, mo, ReportState.Resolved, "Warned"), Cancel)).Value!;

        Assert.Equal(Refusal.Conflict, (await Grain.Change(new(report.Id, root, ReportState.Dismissed), Cancel)).Refusal);
        Assert.Equal(Refusal.Conflict, (await Grain.Change(new(report.Id, root, ReportState.Resolved, "Nothing to do"), Cancel)).Refusal);
        Assert.Equal(closed, (await Grain.Get(report.Id, mo, Cancel)).Value);

        Assert.NotNull((await Grain.Change(new(report.Id, root, ReportState.Open), Cancel)).Value);
        var dismissed = (await Grain.Change(new(report.Id, root, ReportState.Dismissed), Cancel)).Value!;
        Assert.Equal(root.User.Id, dismissed.ClosedBy!.Id);
    }

    [Fact]
    public async Task The_audit_log_holds_what_of_a_report_has_changed_and_nothing_else()
    {
        var mo = await Moderator();
        var report = await NewReport(await cluster.SignUp("ada"), Access.Public);

        await Grain.Change(new(report.Id, mo, Assignee: mo.User), Cancel);
        await Grain.Change(new(report.Id, mo, ReportState.Dismissed), Cancel);
        await Grain.Change(new(report.Id, mo, ReportState.Dismissed), Cancel);

        var acts = (await WrittenAudit.Of(cluster.Services.GetRequiredService<SqlDatabase>(), report.Id)).OrderBy(act => act.Before, StringComparer.Ordinal).ToArray();
        Assert.All(acts, act => Assert.Equal((AuditActions.ReportChanged, mo.User.Id), (act.Action, act.ActorId!.Value)));
        Assert.Equal(["""{"assignee":null}""", """{"state":"open"}"""], acts.Select(act => act.Before));
        Assert.Equal([$$"""{"assignee":"{{mo.User.Username}}"}""", """{"state":"dismissed"}"""], acts.Select(act => act.After));
    }

    private async Task<IReadOnlyList<Report>> Listed(Actor actor) =>
        (await Grain.List(new(State: null, AssigneeId: null, Limit: 200, After: null), actor, Cancel)).Value!.Items;

    private async Task<Report> NewReport(Actor author, Access access)
    {
        var topic = access == Access.Public ? await cluster.NewTopic(author) : await cluster.NewPrivateTopic(author);
        ReportedMessage message = new(topic.GetPrimaryKey(), "tea", access, 1, author.User, "Buy now");
        return (await Grain.Create(new(Guid.CreateVersion7(), message, author, "spam", Comment: null), Cancel)).Value!;
    }

    private Task<Actor> Moderator() => cluster.SignUp("mo", moderator: true);

    private async Task<Actor> Admin() => (await cluster.SignUp("root", moderator: true)) with { IsAdmin = true };
}

public sealed class ReportsOnPostgres(PostgresTopicCluster cluster) : ReportsGrainContract(cluster), IClassFixture<PostgresTopicCluster>;

public sealed class ReportsOnSqlite(SqliteTopicCluster cluster) : ReportsGrainContract(cluster), IClassFixture<SqliteTopicCluster>;
