using Bulletin.Grains.Audit;
using Bulletin.Grains.Topics;

namespace Bulletin.Grains.Tests.Storage;

public abstract partial class StorageContract
{
    [Fact]
    public async Task Acts_are_stored_with_the_append_that_they_are_part_of()
    {
        var (author, topic, writer) = await NewWriter();
        var (_, neighbour, other) = await NewWriter();
        var first = WrittenAudit.Entry(AuditTarget.Message(topic.Id, 1, "Tea 🍵", author.Id), AuditActions.MessageDeleted, new { Text = "'Before'" });
        var second = first with { Id = Guid.CreateVersion7(), ActorId = null, Target = AuditTarget.Topic(topic.Id, ""), Before = null, Address = null, TraceId = null };
        TopicAppend[] batch =
        [
            writer.Append(writer.Next(author, "Posted")) with { Acts = [first, second] },
            other.Append(other.Next(author, "Beside it")),
        ];

        var results = await Committer.Commit(batch, Cancel);

        Assert.All(results, result => Assert.Equal(AppendStatus.Committed, result.Status));
        Assert.Equal(new[] { first, second }.OrderBy(entry => entry.Id), await WrittenAudit.Of(Sql, topic.Id));
        Assert.Empty(await WrittenAudit.Of(Sql, neighbour.Id));
    }

    [Fact]
    public async Task Of_an_append_that_is_fenced_nothing_is_kept()
    {
        var (author, topic, before) = await NewWriter();
        var posted = await before.Post(author, "First");
        await Claim(topic.Id);
        var edited = posted with { Revision = 2, Text = "Second", EditedAt = Start };
        var append = before.Append([], [new MessageChange(edited, null, new EarlierText(1, posted.CreatedAt, "First"))])
            with { Acts = [WrittenAudit.Entry(AuditTarget.Message(topic.Id, 1, "Tea", author.Id), AuditActions.MessageEdited)] };

        Assert.Equal(AppendStatus.Fenced, (await before.Commit(append)).Status);

        Assert.Empty(await WrittenAudit.Of(Sql, topic.Id));
        Assert.Empty(await storage.Log.History(topic.Id, 1, Cancel));
    }

    [Fact]
    public async Task Earlier_texts_are_kept_until_their_message_is_deleted()
    {
        var (author, topic, writer) = await NewWriter();
        var (first, second) = (await writer.Post(author, "One"), await writer.Post(author, "Two"));
        EarlierText[] earlier = [new(1, first.CreatedAt, "One"), new(3, Start.AddHours(1), "1")];
        await Edit(writer, first with { Revision = 3, Text = "1", EditedAt = Start.AddHours(1) }, earlier[0]);
        await Edit(writer, first with { Revision = 4, Text = "I", EditedAt = Start.AddHours(2) }, earlier[1]);
        await Edit(writer, second with { Revision = 5, Text = "2", EditedAt = Start.AddHours(3) }, new(2, second.CreatedAt, "Two"));

        Assert.Equal(earlier, await storage.Log.History(topic.Id, 1, Cancel));
        await Edit(writer, first with { Revision = 6, Text = null, DeletedAt = Start.AddHours(4) }, earlier: null);

        Assert.Empty(await storage.Log.History(topic.Id, 1, Cancel));
        Assert.Equal(["Two"], (await storage.Log.History(topic.Id, 2, Cancel)).Select(text => text.Text));
        Assert.Equal(1, await Rows("message_texts", topic));
    }

    [Fact]
    public async Task An_edit_that_keeps_nothing_takes_the_earlier_texts_of_its_message_with_it_and_no_others()
    {
        var (author, topic, writer) = await NewWriter();
        var (first, second) = (await writer.Post(author, "One"), await writer.Post(author, "Two"));
        await Edit(writer, first with { Revision = 3, Text = "1", EditedAt = Start }, new(1, first.CreatedAt, "One"));
        await Edit(writer, second with { Revision = 4, Text = "2", EditedAt = Start }, new(2, second.CreatedAt, "Two"));

        MessageChange byOffice = new(first with { Revision = 5, Text = "Moderated", EditedAt = Start }, PostedFingerprint: null, ForgetsEarlier: true);
        Assert.Equal(AppendStatus.Committed, (await writer.Commit(writer.Append([], [byOffice]))).Status);

        Assert.Empty(await storage.Log.History(topic.Id, 1, Cancel));
        Assert.Equal(["Two"], (await storage.Log.History(topic.Id, 2, Cancel)).Select(text => text.Text));
        Assert.Equal("Moderated", (await storage.Log.One(topic.Id, 1, Cancel))!.Text);
    }

    [Fact]
    public async Task The_history_that_is_read_at_once_is_limited_by_its_size()
    {
        var (author, topic, writer) = await NewWriter();
        var message = await writer.Post(author, "0");
        var text = new string('あ', 4_000);
        for (var n = 1; n <= 30; n++)
            await Edit(writer, message with { Revision = n + 1, Text = "Short", EditedAt = Start }, new(n, Start, text));

        var read = await storage.Log.History(topic.Id, 1, Cancel);

        Assert.InRange(read.Count, 20, 23);
        Assert.Equal(30, read[^1].Revision);
    }

    [Fact]
    public async Task Of_many_earlier_texts_the_latest_hundred_are_kept()
    {
        var (author, topic, writer) = await NewWriter();
        var message = await writer.Post(author, "0");
        for (var n = 1; n <= 102; n++)
            await Edit(writer, message with { Revision = n + 1, Text = $"{n}", EditedAt = Start }, new(n, Start, $"{n - 1}"));

        Assert.Equal(Enumerable.Range(2, 100).Select(n => $"{n}"), (await storage.Log.History(topic.Id, 1, Cancel)).Select(text => text.Text));
        Assert.Equal(100, await Rows("message_texts", topic));
    }

    private static async Task Edit(Writer writer, Message changed, EarlierText? earlier) => Assert.Equal(
        AppendStatus.Committed, (await writer.Commit(writer.Append([], [new MessageChange(changed, PostedFingerprint: null, earlier)]))).Status);
}
