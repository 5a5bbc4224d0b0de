using Bulletin.Grains.Directory;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Members;

namespace Bulletin.Grains.Tests.Storage;

public abstract partial class StorageContract
{
    [Fact]
    public async Task A_topic_is_created_once()
    {
        var creator = await NewUser();
        var topic = await NewTopic(creator);

        Assert.False(await storage.Topics.Create(topic with { Name = "Coffee" }, TopicMembers.Everybody, Cancel));
        Assert.Equal("Tea", (await Load(topic.Id)).Topic.Name);

        await storage.Topics.Remove(topic, Start, audit: null, Cancel);
        Assert.False(await storage.Topics.Create(topic, TopicMembers.Everybody, Cancel));
    }

    [Fact]
    public async Task A_topic_is_described_anew_under_a_running_writer()
    {
        var (author, topic, writer) = await NewWriter();

        Assert.True(await storage.Topics.Describe(topic with { Name = "Coffee", Description = null, Locked = true, ResolvedAt = Start }, retention: null, audit: null, Cancel));
        await writer.Post(author, "Still the writer");

        var described = (await Load(topic.Id)).Topic;
        Assert.Equal(("Coffee", null, true, Start), (described.Name, described.Description, described.Locked, described.ResolvedAt));
        Assert.Equal(described, (await storage.Index.Page(null, 1_000, null, Cancel)).Single(each => each.Id == topic.Id));
        Assert.True(await storage.Topics.Describe(topic, retention: null, audit: null, Cancel));
        Assert.Equal((false, null), ((await Load(topic.Id)).Topic.Locked, (await Load(topic.Id)).Topic.ResolvedAt));
        Assert.False(await storage.Topics.Describe(topic with { Id = Guid.CreateVersion7() }, retention: null, audit: null, Cancel));
    }

    [Fact]
    public async Task After_a_restore_numbers_go_on_where_they_were_and_revisions_far_beyond_all_that_were_lost()
    {
        var (author, topic, before) = await NewWriter();
        await before.PostMany(author, 3);
        var other = await NewTopic(author);

        Assert.True(await storage.Topics.LeaveRevisionsBehind(Cancel) >= 2);

        var stored = (await Load(topic.Id)).Topic;
        Assert.Equal((3, 1_000_000_003), (stored.LastSeq, stored.Revision));
        Assert.Equal((0, 1_000_000_000), ((await Load(other.Id)).Topic.LastSeq, (await Load(other.Id)).Topic.Revision));
        // Whoever still writes from what it remembers, writes nothing.
        Assert.Equal(AppendStatus.Fenced, (await before.Commit(before.Append(before.Next(author, "Late")))).Status);
        var next = await (await Claim(topic.Id)).Post(author, "Next");
        Assert.Equal((4, 1_000_000_004), (next.Seq, next.Revision));
        Assert.Equal([1L, 2, 3, 4], (await Load(topic.Id)).Latest.Select(message => message.Seq));
    }

    [Fact]
    public async Task A_removed_topic_is_emptied_some_messages_at_a_time_and_its_id_stays_taken()
    {
        var (author, removed, writer) = await NewWriter();
        await writer.PostMany(author, 7);
        var (_, kept, other) = await NewWriter();
        await other.PostMany(author, 3);
        await storage.Topics.Remove(removed, Start, audit: null, Cancel);

        var left = new List<int>();
        // Other tests, which share the database, remove topics too.
        while (await storage.Topics.EmptyRemoved(Start, Start, 3, Cancel)) left.Add(await Count(removed.Id));

        Assert.Equal([7, 4, 1, 0], left.Prepend(7).Distinct());
        Assert.Equal(3, await Count(kept.Id));
        Assert.Equal(3, (await Load(kept.Id)).Latest.Count);
        Assert.False(await storage.Topics.Create(removed, TopicMembers.Everybody, Cancel));
    }

    [Fact]
    public async Task Several_silos_empty_the_same_topics_at_once_and_leave_none_behind()
    {
        var topics = new List<Guid>();
        for (var i = 0; i < 4; i++)
        {
            var (author, topic, writer) = await NewWriter();
            await writer.PostMany(author, 50);
            await storage.Topics.Remove(topic, Start, audit: null, Cancel);
            topics.Add(topic.Id);
        }

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (await storage.Topics.EmptyRemoved(Start, Start, 7, Cancel)) { }
        }, Cancel)));

        foreach (var topic in topics) Assert.Equal(0, await Count(topic));
    }

    private async Task<int> Count(Guid topic) =>
        (await Sql.Query("SELECT seq FROM messages WHERE topic_id = @topic", _ => true, Cancel, ("topic", topic))).Count;

    [Fact]
    public async Task Pages_follow_activity_and_then_ids_without_gap_or_repeat()
    {
        // A word of their own: other tests share the database.
        var word = Word();
        var author = await NewUser();
        var topics = new List<Topic>();
        // Three at each instant, so that pages of four end between equals.
        for (var i = 0; i < 12; i++) topics.Add(await NewTopic(author, $"{word} {i}", Start.AddMilliseconds(i / 3)));
        var posted = await Claim(topics[0].Id);
        var message = await posted.Post(author, "Up");
        topics[0] = topics[0] with
        {
            LastActivityAt = message.CreatedAt, LastSeq = 1, Revision = 1, LastMessage = new LastMessage(1, author, "Up"),
        };
        await storage.Topics.Remove(topics[5], Start, audit: null, Cancel);

        var seen = new List<Topic>();
        DirectoryCursor? after = null;
        do
        {
            var page = await storage.Index.Search(null, word, 4, after, Cancel);
            seen.AddRange(page.Items);
            after = page.Next;
        }
        while (after is not null);

        Assert.Equal(topics.Where(topic => topic != topics[5]).OrderBy(DirectoryCursor.Of), seen);
        Assert.Equal(topics[0], seen[0]);
    }

    [Theory]
    [InlineData("100%", "100% tea", "1000 tea")]
    [InlineData("a_b", "A_B", "axb")]
    [InlineData(@"c:\tea", @"C:\Tea\cup", @"c:/tea")]
    [InlineData("ÄRGER", "kein a\u0308rger", "kein arzt")]
    [InlineData("arger kein", "Kein Ärger", "kein anderer")]
    [InlineData("οδος", "ΟΔΟΣ", "οδα")]
    [InlineData("istanbul", "İstanbul", "stanbul")]
    [InlineData("strasse", "Die Straße", "die strase")]
    [InlineData("чай", "Зелёный ЧАЙ", "кофе")]
    [InlineData("'", "it's", "its")]
    public async Task A_search_takes_what_is_typed_for_words_whatever_their_case_and_accents(string query, string found, string other)
    {
        var word = Word();
        var author = await NewUser();
        var match = await NewTopic(author, word + found);
        await NewTopic(author, word + other);

        var exact = await storage.Index.Search(null, word + found.ToUpperInvariant(), 10, null, Cancel);
        Assert.Equal([match], exact.Items);
        Assert.Null(exact.Next);
        var others = (await storage.Index.Search(null, query, 1_000, null, Cancel)).Items;
        Assert.Contains(match, others);
        Assert.DoesNotContain(others, topic => topic.Name == word + other);
    }

    [Fact]
    public async Task Words_are_found_in_any_order_and_each_has_to_be_there()
    {
        var (one, other) = (Word(), Word());
        var author = await NewUser();
        var both = await NewTopic(author, $"{one} and {other}");
        await NewTopic(author, $"{one} alone");

        Assert.Equal([both], (await storage.Index.Search(null, $" {other}  {one[3..]} ", 10, null, Cancel)).Items);
        Assert.Equal(2, (await storage.Index.Search(null, $"{one} {one}", 10, null, Cancel)).Items.Count);
    }

    [Fact]
    public async Task A_topic_is_found_by_its_new_name()
    {
        var word = Word();
        var topic = await NewTopic(await NewUser());

        await storage.Topics.Describe(topic with { Name = $"Café {word}" }, retention: null, audit: null, Cancel);

        Assert.Equal(topic.Id, Assert.Single((await storage.Index.Search(null, $"{word} CAFE", 10, null, Cancel)).Items).Id);
    }

    [Fact]
    public async Task A_search_that_more_topics_fit_than_it_looks_at_reads_the_most_active_and_says_where_to_look_on()
    {
        var word = Word();
        var author = await NewUser();
        // Far in the future, so that they come before all that other tests make: one in five is looked for.
        var begin = Start.AddYears(10);
        for (var i = 0; i < 20; i++) await NewTopic(author, i % 5 == 0 ? $"{word} {i}" : "Other", begin.AddMinutes(-i));
        using var index = storage.IndexOfReach(3);

        var first = await index.Search(null, word, 10, null, Cancel);
        var second = await index.Search(null, word, 10, first.Next, Cancel);
        var nothing = await index.Search(null, $"no {word}", 10, null, Cancel);
        using var all = storage.IndexOfReach(4);
        var whole = await all.Search(null, word, 10, null, Cancel);

        Assert.Equal([$"{word} 0"], first.Items.Select(topic => topic.Name));
        Assert.Equal(begin.AddMinutes(-2), first.Next!.Value.LastActivityAt);
        Assert.Equal([$"{word} 5"], second.Items.Select(topic => topic.Name));
        Assert.Equal(begin.AddMinutes(-5), second.Next!.Value.LastActivityAt);
        Assert.Empty(nothing.Items);
        Assert.Null(nothing.Next);
        Assert.Equal(4, whole.Items.Count);
        Assert.Null(whole.Next);
    }

    private static string Word() => Guid.CreateVersion7().ToString("n")[12..];
}
