using Bulletin.Grains.Accounts;
using Bulletin.Grains.Audit;
using Bulletin.Grains.Reports;
using Bulletin.Grains.Storage.Sql;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Members;
using Microsoft.Extensions.DependencyInjection;

namespace Bulletin.Grains.Tests.Storage;

public abstract partial class StorageContract
{
    private IReportStore Reports => storage.Services.GetRequiredService<IReportStore>();

    [Theory]
    [InlineData(null)]
    [InlineData("It's an advertisement 🙄")]
    public async Task A_report_comes_back_as_it_was_made_and_with_the_topic_s_name_of_now(string? comment)
    {
        var ada = await NewUser();
        var topic = await NewTopic(ada);
        var report = NewReport(topic, ada, await NewUser()) with { Comment = comment };

        Assert.Equal(report, await Reports.Create(report, Cancel));
        await storage.Topics.Describe(topic with { Name = "Coffee" }, retention: null, audit: null, Cancel);

        Assert.Equal(report with { Message = report.Message with { TopicName = "Coffee" } }, await Reports.Find(report.Id, Cancel));
        Assert.Null(await Reports.Find(Guid.CreateVersion7(), Cancel));
    }

    [Fact]
    public async Task Who_reports_a_message_again_gets_the_report_they_had_made()
    {
        var (ada, bob, eve) = (await NewUser(), await NewUser(), await NewUser());
        var topic = await NewTopic(ada);
        var first = await Made(NewReport(topic, ada, bob));

        Assert.Equal(first, await Reports.Create(NewReport(topic, ada, bob) with { Reason = "illegal" }, Cancel));
        Assert.Equal(first, await Reports.Create(first, Cancel));

        var (other, next) = (NewReport(topic, ada, eve), NewReport(topic, ada, bob, seq: 2));
        Assert.Equal(other, await Reports.Create(other, Cancel));
        Assert.Equal(next, await Reports.Create(next, Cancel));
    }

    [Fact]
    public async Task Of_many_reports_that_one_person_makes_of_a_message_at_once_one_is_stored()
    {
        var ada = await NewUser();
        var topic = await NewTopic(ada);

        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Reports.Create(NewReport(topic, ada, ada), Cancel), Cancel)));

        Assert.Single(made.Distinct());
    }

    [Fact]
    public async Task Somebody_with_fifty_open_reports_makes_no_more_until_one_is_closed()
    {
        var (ada, bob, eve) = (await NewUser(), await NewUser(), await NewUser());
        var topic = await NewTopic(ada);
        var first = await Made(NewReport(topic, ada, bob));
        for (var seq = 2; seq <= IReportStore.MostOpen; seq++) Assert.NotNull(await Reports.Create(NewReport(topic, ada, bob, seq), Cancel));

        var next = NewReport(topic, ada, bob, seq: 51);
        Assert.Null(await Reports.Create(next, Cancel));
        Assert.Equal(first, await Reports.Create(NewReport(topic, ada, bob), Cancel));
        Assert.NotNull(await Reports.Create(NewReport(topic, ada, eve, seq: 51), Cancel));

        await Changed(first, Closed(first, ada));
        Assert.NotNull(await Reports.Create(next, Cancel));
    }

    [Fact]
    public async Task A_report_from_a_removed_topic_stays()
    {
        var ada = await NewUser();
        var topic = await NewTopic(ada);
        var report = await Made(NewReport(topic, ada, ada, at: NextYear()));

        await storage.Topics.Remove(topic, Start, audit: null, Cancel);

        Assert.Equal(report, await Reports.Find(report.Id, Cancel));
        Assert.Equal(report, (await Reports.List(new(null, null, 1, null), publicOnly: true, Cancel)).Items[0]);
    }

    [Fact]
    public async Task Pages_of_reports_follow_each_other_from_the_newest_without_gap_or_repeat()
    {
        var (ada, bob) = (await NewUser(), await NewUser());
        var (open, shared) = (await NewTopic(ada), await NewShared(Access.Private, [ada]));
        var reports = new List<Report>();
        var year = NextYear();
        // Three at each instant, so that pages end between equals; every other one is of a private topic, and every fourth is bob's.
        for (var i = 0; i < 12; i++)
        {
            var made = await Made(NewReport(i % 2 == 0 ? open : shared, ada, ada, seq: i, at: year.AddMilliseconds(i / 3)));
            reports.Add(i % 4 == 0 ? await Changed(made, made with { Assignee = bob }) : i % 4 == 1 ? await Changed(made, Closed(made, bob)) : made);
        }
        reports = [.. reports.OrderByDescending(report => report.CreatedAt).ThenByDescending(report => report.Id)];

        Assert.Equal(reports, await Walk(new(null, null, 5, null), publicOnly: false));
        Assert.Equal(reports.Where(report => report.Message.TopicId == open.Id), await Walk(new(null, null, 5, null), publicOnly: true));
        Assert.Equal(reports.Where(report => report.State == ReportState.Resolved), await Walk(new(ReportState.Resolved, null, 2, null), publicOnly: false));
        Assert.Equal(reports.Where(report => report.Assignee == bob), await Walk(new(null, bob.Id, 2, null), publicOnly: true));
        Assert.Empty(await Walk(new(ReportState.Dismissed, bob.Id, 2, null), publicOnly: true));

        async Task<List<Report>> Walk(ReportQuery query, bool publicOnly)
        {
            var seen = new List<Report>();
            for (ListPlace? after = null, next; ; after = next)
            {
                var page = await ReportsOfReach(6).List(query with { After = after }, publicOnly, Cancel);
                Assert.True(page.Items.Count <= query.Limit);
                seen.AddRange(page.Items.Where(report => report.CreatedAt >= year && report.CreatedAt < year.AddDays(1)));
                if ((next = page.Next) is null) return seen;
            }
        }
    }

    [Fact]
    public async Task A_page_of_reports_reads_so_many_and_says_where_to_read_on()
    {
        var (ada, bob) = (await NewUser(), await NewUser());
        var (topic, year) = (await NewTopic(ada), NextYear());
        var oldest = await Made(NewReport(topic, ada, ada, seq: 1, at: year));
        await Changed(oldest, oldest with { Assignee = bob });
        var others = new List<Report>();
        for (var i = 0; i < 3; i++) others.Add(await Made(NewReport(topic, ada, ada, seq: 2 + i, at: year.AddMinutes(1 + i))));

        var first = await ReportsOfReach(3).List(new(null, bob.Id, 10, null), publicOnly: false, Cancel);
        Assert.Empty(first.Items);
        Assert.Equal(others[0].Id, first.Next!.Id);
        var second = await ReportsOfReach(3).List(new(null, bob.Id, 10, first.Next), publicOnly: false, Cancel);
        Assert.Equal(oldest.Id, second.Items[0].Id);
    }

    [Theory]
    [InlineData(null, "reports_by_time")]
    [InlineData(ReportState.Open, "reports_by_state")]
    public async Task A_page_of_reports_is_read_along_an_index(ReportState? state, string index)
    {
        var page = ReportPage.Of(new(state, null, 10, new(null, 1, Guid.CreateVersion7())), publicOnly: false);

        var plan = await storage.PlanByIndexes(page.Read("id"), [.. page.Place, ("reach", 500)]);

        Assert.Contains(index, plan, StringComparison.Ordinal);
        Assert.DoesNotMatch("Sort|TEMP B-TREE", plan);
    }

    [Fact]
    public async Task A_report_is_changed_from_what_was_read_with_its_audit_entry_or_not_at_all()
    {
        var (ada, bob) = (await NewUser(), await NewUser());
        var open = await Made(NewReport(await NewTopic(ada), ada, ada));
        var (assigned, closed) = (open with { Assignee = bob }, Closed(open, bob));
        var (first, refused) = (ReportEntry(open), ReportEntry(open));

        Assert.True(await Reports.Change(open, assigned, first, Cancel));
        Assert.False(await Reports.Change(open, closed, refused, Cancel));
        Assert.Equal(assigned, await Reports.Find(open.Id, Cancel));
        Assert.Equal([first], await WrittenAudit.Of(Sql, open.Id));

        await Changed(assigned, closed);
        Assert.False(await Reports.Change(closed with { Resolution = "Something else" }, open, refused, Cancel));
        await Changed(closed, open);
    }

    private SqlReportStore ReportsOfReach(int reports) => new(Sql) { Reach = reports };

    private static int years = 30;

    /// <summary>Later than all reports of tests that ran before: they share the database, and the newest come first.</summary>
    private static DateTimeOffset NextYear() => Start.AddYears(Interlocked.Increment(ref years));

    private static Report NewReport(Topic topic, User author, User reporter, long seq = 1, DateTimeOffset? at = null) => new(
        Guid.CreateVersion7(), at ?? Start, new(topic.Id, topic.Name, topic.Access, seq, author, "Buy now"), reporter, "spam",
        Comment: null, ReportState.Open, Assignee: null, Resolution: null, ClosedAt: null, ClosedBy: null);

    private static Report Closed(Report report, User by) =>
        report with { State = ReportState.Resolved, Assignee = null, Resolution = "Deleted", ClosedAt = Start.AddDays(1), ClosedBy = by };

    private static AuditEntry ReportEntry(Report report) => WrittenAudit.Entry(AuditTarget.Report(report.Id), AuditActions.ReportChanged);

    private async Task<Report> Made(Report report)
    {
        var made = await Reports.Create(report, Cancel);
        Assert.NotNull(made);
        return made;
    }

    private async Task<Report> Changed(Report from, Report next)
    {
        Assert.True(await Reports.Change(from, next, ReportEntry(from), Cancel));
        Assert.Equal(next, await Reports.Find(from.Id, Cancel));
        return next;
    }
}
