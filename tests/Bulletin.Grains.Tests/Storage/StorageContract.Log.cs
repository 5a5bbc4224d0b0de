using Bulletin.Grains.Storage.Sql;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Writing;
using Microsoft.Extensions.DependencyInjection;

namespace Bulletin.Grains.Tests.Storage;

public abstract partial class StorageContract
{
    [Fact]
    public async Task What_is_appended_is_read_back_as_it_was()
    {
        var (author, topic, writer) = await NewWriter();
        var first = await writer.Post(author, "Kettle on?");
        var second = await writer.Post(author, "Yes", replyTo: first.Seq);

        var stored = await Load(topic.Id);

        Assert.Equal([first, second], stored.Latest);
        Assert.Equal(
            topic with { LastSeq = 2, Revision = 2, LastActivityAt = second.CreatedAt, LastMessage = new LastMessage(2, author, "Yes") },
            stored.Topic);
    }

    [Fact]
    public async Task A_topic_without_messages_is_loaded_with_none()
    {
        var topic = await NewTopic(await NewUser());

        var stored = await Load(topic.Id);

        Assert.Equal(topic, stored.Topic);
        Assert.Empty(stored.Latest);
    }

    [Fact]
    public async Task A_topic_that_is_not_there_is_neither_loaded_nor_claimed()
    {
        Assert.Null(await storage.Log.Load(Guid.CreateVersion7(), 50, Cancel));
        Assert.Null(await storage.Log.Claim(Guid.CreateVersion7(), Cancel));
    }

    [Fact]
    public async Task Only_the_latest_messages_are_loaded_as_many_as_asked_for()
    {
        var (author, topic, writer) = await NewWriter();
        var messages = await writer.PostMany(author, 60);

        Assert.Equal(messages[10..], (await Load(topic.Id)).Latest);
        var none = await Load(topic.Id, latest: 0);
        Assert.Empty(none.Latest);
        Assert.Equal("Message 60", none.Topic.LastMessage?.Excerpt);
    }

    [Fact]
    public async Task Pages_reach_both_ways_from_a_seq()
    {
        var (author, topic, writer) = await NewWriter();
        var messages = await writer.PostMany(author, 10);

        Assert.Equal(messages[2..5], await storage.Log.Before(topic.Id, 6, 3, Cancel));
        Assert.Equal(messages[..2], await storage.Log.Before(topic.Id, 3, 5, Cancel));
        Assert.Equal(messages[6..9], await storage.Log.After(topic.Id, 6, 3, Cancel));
        Assert.Empty(await storage.Log.After(topic.Id, 10, 3, Cancel));
        Assert.Equal(messages[4], await storage.Log.One(topic.Id, 5, Cancel));
        Assert.Null(await storage.Log.One(topic.Id, 11, Cancel));
    }

    [Fact]
    public async Task No_more_is_read_than_a_page_holds()
    {
        var (author, topic, writer) = await NewWriter();
        var text = string.Concat(Enumerable.Repeat("🦆", 4_000));
        for (var i = 0; i < 20; i++) await writer.Post(author, text);

        var after = await storage.Log.After(topic.Id, 0, 200, Cancel);
        var before = await storage.Log.Before(topic.Id, 21, 200, Cancel);
        var changed = await storage.Log.ChangedAfter(topic.Id, 0, 200, Cancel);

        // One more than fits, so that the page knows that it is not the end.
        Assert.Equal(Enumerable.Range(1, 17), after.Select(message => (int)message.Seq));
        Assert.Equal(Enumerable.Range(4, 17), before.Select(message => (int)message.Seq));
        Assert.Equal(Enumerable.Range(1, 17), changed.Select(message => (int)message.Seq));
    }

    [Fact]
    public async Task Edits_and_deletions_change_a_message_and_move_the_revision_only()
    {
        var (author, topic, writer) = await NewWriter();
        var messages = await writer.PostMany(author, 3);
        var edited = messages[0] with { Revision = 4, Text = "Better", EditedAt = Start.AddHours(1) };
        var deleted = messages[2] with { Revision = 5, Text = null, DeletedAt = Start.AddHours(2) };
        var append = writer.Append([], [Change(edited, "Message 1"), Change(deleted, "Message 3")]);

        Assert.Equal(AppendStatus.Committed, (await writer.Commit(append)).Status);

        var stored = await Load(topic.Id);
        Assert.Equal([edited, messages[1], deleted], stored.Latest);
        Assert.Equal((3, 5), (stored.Topic.LastSeq, stored.Topic.Revision));
        Assert.Equal("", stored.Topic.LastMessage?.Excerpt);
        Assert.Equal([edited, deleted], await storage.Log.ChangedAfter(topic.Id, 3, 10, Cancel));
        Assert.Equal([messages[1]], await storage.Log.ChangedAfter(topic.Id, 0, 1, Cancel));
    }

    [Fact]
    public async Task Posts_and_changes_share_an_append()
    {
        var (author, topic, writer) = await NewWriter();
        var first = await writer.Post(author, "One");
        var edited = first with { Revision = 3, Text = "1", EditedAt = Start.AddHours(1) };
        var second = writer.Next(author, "Two");

        Assert.Equal(AppendStatus.Committed, (await writer.Commit(writer.Append([second], [Change(edited, "One")]))).Status);

        Assert.Equal([edited, second], (await Load(topic.Id)).Latest);
    }

    [Fact]
    public async Task The_fingerprint_stays_that_of_the_text_first_posted()
    {
        var (author, topic, writer) = await NewWriter();
        var posted = await writer.Post(author, "First");
        Assert.Equal(TextFingerprint.Of("First"), (await Find(topic.Id, posted))?.Fingerprint);

        var edited = posted with { Revision = 2, Text = "Second", EditedAt = Start };
        await writer.Commit(writer.Append([], [Change(edited, "First")]));
        var again = edited with { Revision = 3, Text = "Third" };
        // Whatever a later change says: what was kept at the first stays.
        await writer.Commit(writer.Append([], [Change(again, "Second")]));

        var found = await Find(topic.Id, posted);
        Assert.Equal(again, found?.Message);
        Assert.Equal(TextFingerprint.Of("First"), found?.Fingerprint);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_deleted_message_leaves_nothing_that_tells_its_text(bool editedBefore)
    {
        var (author, topic, writer) = await NewWriter();
        var message = await writer.Post(author, "yes");
        if (editedBefore)
        {
            message = message with { Revision = 2, Text = "no", EditedAt = Start };
            await writer.Commit(writer.Append([], [Change(message, "yes")]));
        }

        var deleted = message with { Revision = message.Revision + 1, Text = null, DeletedAt = Start };
        // Also when whoever deletes it, such as the version before, hands one over.
        await writer.Commit(writer.Append([], [Change(deleted, "yes")]));

        var found = await Find(topic.Id, message);
        Assert.Equal(deleted, found?.Message);
        Assert.Null(found?.Fingerprint);
        Assert.Equal([(true, true)], await Sql.Query("SELECT text, posted_fingerprint FROM messages WHERE topic_id = @topic", row => (row.IsDBNull(0), row.IsDBNull(1)), Cancel, ("topic", topic.Id)));
    }

    [Fact]
    public async Task A_post_is_found_by_its_author_topic_and_client_id_together()
    {
        var (author, topic, writer) = await NewWriter();
        var posted = await writer.Post(author, "Mine");

        Assert.Equal(posted, (await Find(topic.Id, posted))?.Message);
        Assert.Null(await storage.Log.FindPosted(topic.Id, Guid.CreateVersion7(), posted.ClientId, Cancel));
        Assert.Null(await storage.Log.FindPosted(Guid.CreateVersion7(), author.Id, posted.ClientId, Cancel));
        Assert.Null(await storage.Log.FindPosted(topic.Id, author.Id, Guid.CreateVersion7(), Cancel));
    }

    [Fact]
    public async Task A_removed_topic_takes_no_more_and_shows_nothing()
    {
        var (author, topic, writer) = await NewWriter();
        var posted = await writer.Post(author, "Still here");

        Assert.True(await storage.Topics.Remove(topic, Start, audit: null, Cancel));
        Assert.False(await storage.Topics.Remove(topic, Start, audit: null, Cancel));

        Assert.Equal(AppendStatus.Fenced, (await writer.Commit(writer.Append(writer.Next(author, "Too late")))).Status);
        Assert.Null(await storage.Log.Load(topic.Id, 50, Cancel));
        Assert.Null(await storage.Log.Claim(topic.Id, Cancel));
        Assert.Null(await storage.Log.One(topic.Id, 1, Cancel));
        Assert.Null(await Find(topic.Id, posted));
        Assert.Empty(await storage.Log.After(topic.Id, 0, 10, Cancel));
        Assert.Empty(await storage.Log.Before(topic.Id, 10, 10, Cancel));
        Assert.Empty(await storage.Log.ChangedAfter(topic.Id, 0, 10, Cancel));
    }

    private SqlDatabase Sql => storage.Services.GetRequiredService<SqlDatabase>();

    private Task<PostedBefore?> Find(Guid topicId, Message posted) =>
        storage.Log.FindPosted(topicId, posted.Author.Id, posted.ClientId, Cancel);

    private static MessageChange Change(Message message, string postedText) => new(message, TextFingerprint.Of(postedText));
}
