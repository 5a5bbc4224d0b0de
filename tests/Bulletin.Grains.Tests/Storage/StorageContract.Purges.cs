using Bulletin.Grains.Audit;
using Bulletin.Grains.Topics;
using Microsoft.Extensions.DependencyInjection;

namespace Bulletin.Grains.Tests.Storage;

public abstract partial class StorageContract
{
    private IPurgeStore Purges => storage.Services.GetRequiredService<IPurgeStore>();

    [Fact]
    public async Task A_removed_topic_that_is_purged_is_emptied_at_once_and_its_texts_leave_reports_and_the_audit_log()
    {
        var (author, topic, writer) = await NewWriter();
        var (_, other, otherWriter) = await NewWriter();
        foreach (var each in new[] { writer, otherWriter }) await each.PostMany(author, 5);
        await storage.Topics.Remove(topic, Start.AddDays(1), audit: null, Cancel);
        await storage.Topics.Remove(other, Start.AddDays(1), audit: null, Cancel);
        var edited = WrittenAudit.Entry(AuditTarget.Message(topic.Id, 1, "Tea", author.Id), AuditActions.MessageEdited, new { Text = "Secret" }, new { Text = "Edited" });
        var renamed = WrittenAudit.Entry(AuditTarget.Topic(topic.Id, "Tea"), AuditActions.TopicChanged, new { Name = "Tee" }, new { Name = "Tea" });
        var elsewhere = edited with { Id = Guid.CreateVersion7(), Target = edited.Target with { Id = other.Id } };
        await AuditLog.Write([edited, renamed, elsewhere], Cancel);
        var (report, kept) = ((await Reports.Create(NewReport(topic, author, author), Cancel))!, (await Reports.Create(NewReport(other, author, author), Cancel))!);
        var purged = WrittenAudit.Entry(AuditTarget.Topic(topic.Id, "Tea"), AuditActions.TopicPurged);

        Assert.True(await Purges.PurgeTopic(topic.Id, Start.AddDays(1), purged, Cancel));

        Assert.False(await storage.Topics.Restore(topic.Id, WrittenAudit.Entry(AuditTarget.Topic(topic.Id, "Tea"), AuditActions.TopicRestored), Cancel));
        while (await storage.Topics.EmptyRemoved(Start, Start.AddDays(1), 2, Cancel)) { }
        Assert.Equal((0, 5), (await Count(topic.Id), await Count(other.Id)));
        Assert.Equal(
            new[] { edited with { Before = null, After = null }, renamed, purged }.OrderBy(entry => entry.Id), await WrittenAudit.Of(Sql, topic.Id));
        Assert.Equal([elsewhere], await WrittenAudit.Of(Sql, other.Id));
        Assert.Equal(("", kept.Message.Text), ((await Reports.Find(report.Id, Cancel))!.Message.Text, (await Reports.Find(kept.Id, Cancel))!.Message.Text));
    }

    [Fact]
    public async Task A_topic_that_is_there_is_not_purged_and_nothing_is_written_into_the_audit_log()
    {
        var (author, topic, writer) = await NewWriter();
        await writer.PostMany(author, 2);

        Assert.False(await Purges.PurgeTopic(topic.Id, Start, WrittenAudit.Entry(AuditTarget.Topic(topic.Id, "Tea"), AuditActions.TopicPurged), Cancel));
        Assert.False(await Purges.DeleteRemoved(topic.Id, 1, Start, Cancel));

        Assert.Equal(2, (await Load(topic.Id)).Latest.Count(message => message.Text is not null));
        Assert.Empty(await WrittenAudit.Of(Sql, topic.Id));
    }

    [Fact]
    public async Task What_somebody_has_written_up_to_a_time_is_read_page_by_page_even_if_much_of_it_has_one_time()
    {
        var (author, topic, writer) = await NewWriter();
        var (other, _, otherWriter) = await NewWriter();
        Message[] together = [.. Enumerable.Range(1, 7).Select(n => writer.Next(author, $"{n}", n) with { CreatedAt = Start.AddSeconds(1) })];
        Assert.Equal(AppendStatus.Committed, (await writer.Commit(writer.Append(together))).Status);
        await writer.Post(author, "Later");
        await writer.Post(other, "Not theirs");
        await otherWriter.Post(author, "Elsewhere");
        UserPurge purge = new(author.Id, Start.AddSeconds(8));

        List<WrittenMessage> read = [];
        while (await Purges.Written(purge, read.LastOrDefault(), 3, Cancel) is { Count: > 0 } page) read.AddRange(page);

        Assert.Equal(9, read.Count);
        Assert.Equal(Enumerable.Range(1, 8).Select(n => (long)n), read.Where(message => message.TopicId == topic.Id).Select(message => message.Seq));
        Assert.Equal(7, (await Purges.Written(purge with { At = Start.AddSeconds(7) }, null, 100, Cancel)).Count(message => message.TopicId == topic.Id));
    }

    [Fact]
    public async Task A_purge_that_is_asked_for_again_meanwhile_is_not_taken_for_done()
    {
        var ada = await NewUser();
        var act = WrittenAudit.Entry(ada, AuditActions.UserMessagesPurged);
        Assert.True(await Purges.PurgeUser(ada.Id, Start, act, Cancel));
        Assert.True(await Purges.PurgeUser(ada.Id, Start.AddHours(1), act with { Id = Guid.CreateVersion7() }, Cancel));

        await Purges.End(new(ada.Id, Start), Cancel);
        Assert.Contains(new UserPurge(ada.Id, Start.AddHours(1)), await Purges.Noted(Start.AddHours(1), Cancel));
        Assert.DoesNotContain(await Purges.Noted(Start, Cancel), purge => purge.UserId == ada.Id);

        await Purges.End(new(ada.Id, Start.AddHours(1)), Cancel);
        Assert.DoesNotContain(await Purges.Noted(Start.AddHours(1), Cancel), purge => purge.UserId == ada.Id);
    }
}
