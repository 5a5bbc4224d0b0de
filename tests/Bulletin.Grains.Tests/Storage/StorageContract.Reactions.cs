using Bulletin.Grains.Topics;

namespace Bulletin.Grains.Tests.Storage;

// What a message has besides its text, and what is pinned.
public abstract partial class StorageContract
{
    private static readonly Guid[] Mentioned = [Guid.CreateVersion7(), Guid.CreateVersion7()];

    [Fact]
    public async Task Mentions_and_reactions_are_read_back_as_they_were_however_they_are_read()
    {
        var (author, topic, writer) = await NewWriter();
        var (posted, other) = (writer.Next(author, "@ada") with { Mentions = Mentioned, MentionsAll = true }, writer.Next(author, "Two", ahead: 2));
        Assert.Equal(AppendStatus.Committed, (await writer.Commit(writer.Append(posted, other))).Status);
        await IsRead(topic, posted);

        Reaction[] reactions = [new("👩‍👩‍👧‍👦", Mentioned), new("\"']", [author.Id])];
        var reacted = posted with { Revision = 3, Reactions = reactions, TextRevision = 1 };
        await Edit(writer, reacted, earlier: null);
        await IsRead(topic, reacted);
        Assert.Equal(other, await storage.Log.One(topic.Id, 2, Cancel));

        var edited = reacted with { Revision = 4, Text = "@lin", EditedAt = Start, Mentions = [Mentioned[1]], MentionsAll = false, Reactions = null, TextRevision = null };
        await Edit(writer, edited, earlier: null);
        await IsRead(topic, edited);
    }

    [Fact]
    public async Task A_deleted_message_has_no_mentions_or_reactions_even_if_the_version_before_has_left_them()
    {
        var (author, topic, writer) = await NewWriter();
        var posted = writer.Next(author, "@ada") with { Mentions = Mentioned, MentionsAll = true };
        await writer.Commit(writer.Append(posted));
        await Edit(writer, posted with { Revision = 2, Text = null, DeletedAt = Start, TextRevision = 1, Reactions = [new("👍", Mentioned)] }, earlier: null);

        Assert.True(await storage.Log.One(topic.Id, 1, Cancel) is { Mentions: null, MentionsAll: false, Reactions: null, TextRevision: null });
    }

    [Fact]
    public async Task Pins_are_stored_if_they_were_what_they_were_taken_to_be()
    {
        var (_, topic, _) = await NewWriter();

        Assert.True(await storage.Topics.Pin(topic with { Pins = [3L, 1L] }, was: null, Cancel));
        Assert.False(await storage.Topics.Pin(topic with { Pins = [2L] }, was: null, Cancel));
        Assert.False(await storage.Topics.Pin(topic with { Pins = [2L] }, [1L, 3L], Cancel));
        Assert.False(await storage.Topics.Pin(topic with { Pins = null, MembersVersion = 7 }, [3L, 1L], Cancel));

        Assert.Equal([3L, 1L], (await Load(topic.Id)).Topic.Pins!);
        Assert.Equal([3L, 1L], (await storage.Index.Page(null, 1_000, null, Cancel)).Single(each => each.Id == topic.Id).Pins!);
        Assert.True(await storage.Topics.Describe(topic, retention: null, audit: null, Cancel));
        Assert.True(await storage.Topics.Pin(topic, [3L, 1L], Cancel));
        Assert.Null((await Load(topic.Id)).Topic.Pins);
        await storage.Topics.Remove(topic, Start, audit: null, Cancel);
        Assert.False(await storage.Topics.Pin(topic with { Pins = [2L] }, was: null, Cancel));
    }

    [Theory]
    [InlineData("1,12,2", 12, "1,2")]
    [InlineData("1,12,2", 1, "12,2")]
    [InlineData("1,12,2", 2, "1,12")]
    [InlineData("2", 2, null)]
    [InlineData("12", 2, "12")]
    [InlineData(null, 2, null)]
    public async Task What_is_purged_in_a_removed_topic_is_pinned_no_more(string? pins, long seq, string? left)
    {
        var (author, topic, writer) = await NewWriter();
        await writer.PostMany(author, 12);
        Assert.True(await storage.Topics.Pin(topic with { Pins = Seqs(pins) }, was: null, Cancel));
        await storage.Topics.Remove(topic, Start, audit: null, Cancel);

        Assert.True(await Purges.DeleteRemoved(topic.Id, seq, Start, Cancel));

        Assert.Equal(
            [left is null ? null : $"[{left}]"],
            await Sql.Query("SELECT pins FROM topics WHERE id = @topic", row => row.IsDBNull(0) ? null : row.GetString(0), Cancel, ("topic", topic.Id)));

        static long[]? Seqs(string? list) => list is null ? null : Array.ConvertAll(list.Split(','), each => long.Parse(each, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task What_is_purged_in_a_removed_topic_leaves_no_mentions_or_reactions()
    {
        var (author, topic, writer) = await NewWriter();
        var posted = writer.Next(author, "@ada") with { Mentions = Mentioned, MentionsAll = true };
        await writer.Commit(writer.Append(posted));
        await Edit(writer, posted with { Revision = 2, TextRevision = 1, Reactions = [new("👍", Mentioned)] }, earlier: null);
        await storage.Topics.Remove(topic, Start, audit: null, Cancel);

        Assert.True(await Purges.DeleteRemoved(topic.Id, 1, Start, Cancel));

        Assert.Equal(
            [(true, false, true, true)],
            await Sql.Query(
                "SELECT mentions, mentions_all, reactions, text_revision FROM messages WHERE topic_id = @topic",
                row => (row.IsDBNull(0), row.GetBoolean(1), row.IsDBNull(2), row.IsDBNull(3)), Cancel, ("topic", topic.Id)));
    }

    private async Task IsRead(Topic topic, Message expected)
    {
        IsSame(expected, (await Load(topic.Id)).Latest[0]);
        IsSame(expected, await storage.Log.One(topic.Id, expected.Seq, Cancel));
        IsSame(expected, (await storage.Log.Before(topic.Id, expected.Seq + 1, 1, Cancel))[0]);
        IsSame(expected, (await storage.Log.After(topic.Id, expected.Seq - 1, 1, Cancel))[0]);
        IsSame(expected, (await storage.Log.ChangedAfter(topic.Id, expected.Revision - 1, 1, Cancel))[0]);
        IsSame(expected, (await Find(topic.Id, expected))?.Message);
    }

    /// <summary>Records compare their lists by reference.</summary>
    private static void IsSame(Message expected, Message? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal(expected.Mentions, actual.Mentions);
        Assert.Equal(expected.Reactions, actual.Reactions);
        Assert.Equal(expected with { Mentions = null, Reactions = null }, actual with { Mentions = null, Reactions = null });
    }
}
