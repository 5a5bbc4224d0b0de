using Bulletin.Grains.Audit;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Members;

namespace Bulletin.Grains.Tests.Storage;

public abstract partial class StorageContract
{
    [Fact]
    public async Task A_restored_topic_has_its_messages_and_members_and_a_writer_of_before_commits_nothing()
    {
        var (ada, bob) = (await NewUser(), await NewUser());
        var topic = await NewShared(Access.Private, [ada, bob]);
        var before = await Claim(topic.Id);
        await before.Post(ada, "Kept");
        AuditEntry[] entries = [WrittenAudit.Entry(AuditTarget.Topic(topic.Id, "Tea"), AuditActions.TopicRemoved), WrittenAudit.Entry(AuditTarget.Topic(topic.Id, "Tea"), AuditActions.TopicRestored)];
        Assert.True(await storage.Topics.Remove(topic, Start.AddDays(1), entries[0], Cancel));
        Assert.Equal(new RemovedState(IsRemoved: true, IsEmptying: false, "Tea"), await storage.Topics.Removal(topic.Id, Cancel));

        Assert.True(await storage.Topics.Restore(topic.Id, entries[1], Cancel));

        Assert.Equal("Kept", Assert.Single((await Load(topic.Id)).Latest).Text);
        Assert.Equal([ada, bob], await Members(topic));
        Assert.Equal(AppendStatus.Fenced, (await before.Commit(before.Append(before.Next(ada, "Late")))).Status);
        Assert.Equal(new RemovedState(IsRemoved: false, IsEmptying: false, "Tea"), await storage.Topics.Removal(topic.Id, Cancel));
        Assert.False(await storage.Topics.Restore(topic.Id, entries[1] with { Id = Guid.CreateVersion7() }, Cancel));
        Assert.Equal(entries.OrderBy(entry => entry.Id), await WrittenAudit.Of(Sql, topic.Id));
        Assert.Null(await storage.Topics.Removal(Guid.CreateVersion7(), Cancel));
    }

    [Fact]
    public async Task A_topic_whose_messages_have_begun_to_be_deleted_is_not_restored()
    {
        var (author, topic, writer) = await NewWriter();
        await writer.PostMany(author, 5);
        var removedAt = Start.AddYears(-1);
        await storage.Topics.Remove(topic, removedAt, audit: null, Cancel);

        Assert.True(await storage.Topics.EmptyRemoved(removedAt, Start, 2, Cancel));

        Assert.Equal(3, await Count(topic.Id));
        Assert.False(await storage.Topics.Restore(topic.Id, WrittenAudit.Entry(AuditTarget.Topic(topic.Id, "Tea"), AuditActions.TopicRestored), Cancel));
        Assert.True((await storage.Topics.Removal(topic.Id, Cancel))!.IsEmptying);
        Assert.Empty(await WrittenAudit.Of(Sql, topic.Id));
        while (await storage.Topics.EmptyRemoved(removedAt, Start, 2, Cancel)) { }
        Assert.Equal(0, await Count(topic.Id));
    }

    [Fact]
    public async Task Only_topics_that_were_removed_long_enough_ago_are_emptied_with_the_earlier_texts_of_their_messages()
    {
        var (author, old, writer) = await NewWriter();
        var (_, recent, other) = await NewWriter();
        var first = await writer.Post(author, "One");
        await Edit(writer, first with { Revision = 2, Text = "1", EditedAt = Start }, new EarlierText(1, Start, "One"));
        await other.Post(author, "Two");
        await storage.Topics.Remove(old, Start.AddYears(-2), audit: null, Cancel);
        await storage.Topics.Remove(recent, Start.AddYears(-2).AddMilliseconds(1), audit: null, Cancel);

        while (await storage.Topics.EmptyRemoved(Start.AddYears(-2), Start, 10, Cancel)) { }

        Assert.Equal((0, 0, 1), (await Count(old.Id), await Rows("message_texts", old), await Count(recent.Id)));
        Assert.True(await storage.Topics.Restore(recent.Id, WrittenAudit.Entry(AuditTarget.Topic(recent.Id, "Tea"), AuditActions.TopicRestored), Cancel));
    }

    [Fact]
    public async Task Of_a_topic_that_is_restored_and_emptied_at_once_either_all_messages_are_left_or_it_stays_removed()
    {
        for (var round = 0; round < 10; round++)
        {
            var (author, topic, writer) = await NewWriter();
            await writer.PostMany(author, 5);
            var removedAt = Start.AddYears(-3);
            await storage.Topics.Remove(topic, removedAt, audit: null, Cancel);

            var restoring = Task.Run(() => storage.Topics.Restore(topic.Id, WrittenAudit.Entry(AuditTarget.Topic(topic.Id, "Tea"), AuditActions.TopicRestored), Cancel), Cancel);
            while (await storage.Topics.EmptyRemoved(removedAt, Start, 2, Cancel)) { }

            Assert.Equal(await restoring ? 5 : 0, await Count(topic.Id));
        }
    }
}
