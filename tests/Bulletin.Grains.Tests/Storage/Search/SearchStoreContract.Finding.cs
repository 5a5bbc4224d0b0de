using Bulletin.Grains.Search;
using Bulletin.Grains.Search.Analysis;
using Bulletin.Grains.Tests.Search;

namespace Bulletin.Grains.Tests.Storage.Search;

public abstract partial class SearchStoreContract
{
    [Fact]
    public async Task All_words_must_occur_and_the_newest_message_comes_first()
    {
        var topic = await NewTopicOf("red tea", "green tea", "green grass", "tea that is green");

        Assert.Equal([4, 2], await Find(topic, "green tea"));
        Assert.Empty(await Find(topic, "green tea grass"));
    }

    [Fact]
    public async Task A_phrase_is_words_one_after_another_and_not_a_part_of_a_word_and_the_next()
    {
        var topic = await NewTopicOf("tea is green", "green tea", "evergreen tea", "greenHouse tea");

        Assert.Equal([2], await Find(topic, "\"green tea\""));
        Assert.Empty(await Find(topic, "\"house tea\""));
        Assert.Equal([4], await Find(topic, "house tea"));
    }

    [Fact]
    public async Task A_beginning_finds_what_begins_so_also_at_the_end_of_a_phrase()
    {
        var topic = await NewTopicOf("kettles", "kettle drum", "ketchup", "drum kit");

        Assert.Equal([2, 1], await Find(topic, "kett*"));
        Assert.Equal([3, 2, 1], await Find(topic, "ke*"));
        Assert.Equal([2], await Find(topic, "drum kett*"));
    }

    [Fact]
    public async Task What_is_excluded_does_not_occur()
    {
        var topic = await NewTopicOf("green tea", "green tea with milk", "black tea", "green grass");

        Assert.Equal([3, 1], await Find(topic, "tea -milk"));
        Assert.Equal([4, 3], await Find(topic, "-\"green tea\""));
    }

    [Fact]
    public async Task A_message_is_found_by_its_author_its_topic_whom_it_mentions_and_what_it_has()
    {
        var (topic, other) = (await NewTopic(), await NewTopic());
        await topic.Post("tea", bob);
        await topic.Post("tea", ada, mentions: [bob.Id, ada.Id]);
        await topic.React(await topic.Post("tea `code` https://tea.example", bob));
        await other.Post("tea", bob);
        foreach (var each in new[] { topic, other }) await each.Index();

        Assert.Equal([3, 1], await Find(topic, "tea", query => query with { Authors = [bob.Id] }));
        Assert.Equal([3, 2, 1], await Find(topic, "tea", query => query with { Authors = [bob.Id, ada.Id] }));
        Assert.Equal([2], await Find(topic, "", query => query with { Mentioned = [bob.Id] }));
        Assert.Equal([3], await Find(topic, "tea", query => query with { Has = MessageFeatures.Link | MessageFeatures.Code | MessageFeatures.Reaction }));
        Assert.Empty(await Find(topic, "tea", query => query with { Has = MessageFeatures.Link | MessageFeatures.Attachment }));
        Assert.Equal(
            [(other.Id, 1), (topic.Id, 3), (topic.Id, 1)],
            (await Search(new([], [bob.Id], [topic.Id, other.Id], [], MessageFeatures.None, null, null))).Select(hit => (hit.TopicId, hit.Message.Seq)).OrderByDescending(hit => hit.TopicId == other.Id));
    }

    [Fact]
    public async Task A_message_of_a_time_is_not_older_than_its_start_and_older_than_its_end()
    {
        var topic = await NewTopic();
        foreach (var day in (int[])[0, 1, 2, 100]) await topic.Post("tea", at: Sample.Noon.AddDays(day));
        await topic.Index();

        Assert.Equal([3, 2], await Find(topic, "tea", query => query with { From = Sample.Noon.AddDays(1), Until = Sample.Noon.AddDays(100) }));
        Assert.Equal([4], await Find(topic, "tea", query => query with { From = Sample.Noon.AddDays(2).AddMilliseconds(1) }));
        Assert.Equal([1], await Find(topic, "", query => query with { Until = Sample.Noon.AddMilliseconds(1) }));
        Assert.Equal([4, 3, 2, 1], await Find(topic, "tea", query => query with { From = DateTimeOffset.MinValue, Until = DateTimeOffset.MaxValue }));
    }

    [Fact]
    public async Task A_time_alone_lists_what_was_posted_in_it()
    {
        var topic = await NewTopic();
        var at = Sample.Noon.AddYears(-20);
        await topic.Post("tea", at: at);
        await topic.Index();

        var found = await Search(new([], [], [], [], MessageFeatures.None, at, at.AddMilliseconds(1)));

        Assert.Equal([topic.Id], found.Select(hit => hit.TopicId));
    }

    [Fact]
    public async Task What_is_found_is_the_message_as_it_is_now_with_its_author_and_the_name_of_its_topic()
    {
        var user = Sample.Person($"u{Guid.CreateVersion7():n}"[..20]);
        await storage.Users.Create(new(user, "hash"), audit: null, Cancel);
        var topic = await NewTopic();
        var message = await topic.Post("kettle", user);
        await topic.Index();
        var reacted = await topic.React(message);

        var hit = Assert.Single(await Search(new(SearchCases.Texts("kettle"), [], [topic.Id], [], MessageFeatures.None, null, null)));

        Assert.Equal((topic.Id, "Tea", reacted.Revision, user), (hit.TopicId, hit.TopicName, hit.Message.Revision, hit.Message.Author));
        Assert.Equal("👍", Assert.Single(hit.Message.Reactions!).Emoji);
    }

    [Fact]
    public async Task Pages_have_no_gaps_and_nothing_twice_while_messages_are_posted()
    {
        var topic = await NewTopic();
        await topic.Post("kettle", times: 60);
        // Some of one millisecond.
        await topic.Post("kettle", times: 60, at: Sample.Noon.AddDays(1));
        await topic.Index();

        List<long> seqs = [];
        long? before = null;
        do
        {
            var page = await Search(new(SearchCases.Texts("kettle"), [], [topic.Id], [], MessageFeatures.None, null, null), limit: 7, before: before);
            seqs.AddRange(page.Select(hit => hit.Message.Seq));
            Assert.Equal(page.OrderByDescending(hit => hit.Place), page);
            before = page.Count == 7 ? page[^1].Place : null;
            await topic.Post("kettle", at: Sample.Noon.AddDays(2));
            await topic.Index();
        }
        while (before is not null);

        Assert.Equal(120, seqs.Count);
        Assert.Equal(Enumerable.Range(1, 120).Select(seq => (long)seq), seqs.Order());
        Assert.Equal(Enumerable.Range(1, 60).Select(seq => (long)seq).Reverse(), seqs.Skip(60));
    }

    [Fact]
    public async Task What_is_far_behind_the_newest_messages_is_found_by_any_query_and_in_order()
    {
        var (topic, others) = (await NewTopic(), await NewTopic());
        string[] texts = ["rare kettle", "kettle", "getKettleById", "kettle"];
        int[] daysAgo = [0, 40, 300, 700];
        for (var at = 0; at < texts.Length; at++) await topic.Post(texts[at], ada, Sample.Noon.AddDays(-daysAgo[at]));
        await topic.Index();
        for (var i = 0; i < 5; i++) await others.Post($"kettle {i}", times: 1_000, bob);
        await others.Index();

        Assert.Equal([1, 2, 3, 4], await Find(topic, "kettle"));
        Assert.Equal([1, 2, 3, 4], await Find(topic, "kett*"));
        Assert.Equal([2, 3, 4], await Find(topic, "kettle -rare"));
        Assert.Equal([3], await Find(topic, "getkettle*"));
        Assert.Equal([1], (await Search(new(SearchCases.Texts("rare kett*"), [ada.Id], [], [], MessageFeatures.None, null, null))).Where(hit => hit.TopicId == topic.Id).Select(hit => hit.Message.Seq));
        Assert.Equal([1, 2], await Find(topic, "kettle", limit: 2));
        Assert.Equal([3, 4], await Find(topic, "kettle", query => query with { Until = Sample.Noon.AddDays(-41) }));
    }

    [Theory]
    [InlineData("it's")]
    [InlineData(@"back\slash")]
    [InlineData(@"'\''")]
    [InlineData("\"")]
    [InlineData("a*b")]
    [InlineData(":*")]
    [InlineData("a:1,2B")]
    [InlineData("(a|b)&!c")]
    [InlineData("<->")]
    [InlineData("AND")]
    [InlineData("words:x")]
    [InlineData("{x}^")]
    [InlineData("naïve")]
    [InlineData("日本語")]
    [InlineData("👩‍🍳")]
    [InlineData("𐐷𝔘")]
    [InlineData("a\0b")]
    [InlineData("=x")]
    public async Task Any_term_is_found_and_none_is_taken_for_syntax(string term)
    {
        var topic = await NewTopicOf("one", "two");
        await Store.Write([new(topic.Id, IsPublic: true, 0, 0, 2, [Indexed(1, [term, "next"], ["other" + term]), Indexed(2, ["next"], [term])])], Cancel);

        Assert.Equal([2, 1], await FindTerms(topic, new SearchCondition.Term(term)));
        Assert.Equal([2, 1], await FindTerms(topic, new SearchCondition.Term(term, IsPrefix: true)));
        Assert.Equal([1], await FindTerms(topic, new SearchCondition.Term("other" + term)));
        Assert.Equal([1], await FindTerms(topic, new SearchCondition.Phrase([term, "next"])));
        Assert.Empty(await FindTerms(topic, new SearchCondition.Phrase(["next", term])));
        Assert.Equal([2], await FindTerms(topic, new SearchCondition.All([new SearchCondition.Term("next"), new SearchCondition.Not(new SearchCondition.Phrase([term, "next"]))])));
    }

    [Fact]
    public Task Half_a_character_is_a_term_as_others_are() => Any_term_is_found_and_none_is_taken_for_syntax("\ud800x");

    [Fact]
    public async Task A_text_of_many_words_and_of_very_long_ones_is_indexed_as_far_as_it_can_be()
    {
        var topic = await NewTopicOf("one", "two", "three");
        string[] distinct = [.. Enumerable.Range(0, 10_000).Select(n => $"word{n}")];
        string[] same = [.. Enumerable.Repeat("same", 20_000), "end"];
        await Store.Write(
            [new(topic.Id, IsPublic: true, 0, 0, 3, [Indexed(1, distinct, []), Indexed(2, same, ["other"]), Indexed(3, [new string('x', 70_000), "beside", .. Enumerable.Range(0, 700).Select(n => $"{n:d3}{new string('y', 1_900)}{n}")], [])])], Cancel);

        Assert.Equal([1], await FindTerms(topic, new SearchCondition.Term("word9999")));
        Assert.Equal([1], await FindTerms(topic, new SearchCondition.Phrase(["word9998", "word9999"])));
        Assert.Equal([2], await FindTerms(topic, new SearchCondition.All([new SearchCondition.Term("same"), new SearchCondition.Term("end")])));
        Assert.Equal([2], await FindTerms(topic, new SearchCondition.Phrase(["same", "same"])));
        Assert.Equal([3], await FindTerms(topic, new SearchCondition.Term("beside")));
    }

    [Fact]
    public async Task A_message_without_words_is_found_by_the_rest()
    {
        var topic = await NewTopicOf("one");
        await Store.Write([new(topic.Id, IsPublic: true, 0, 0, 1, [Indexed(1, [], [])])], Cancel);

        Assert.Equal([1], await Find(topic, "", query => query with { Authors = [Sample.Ada.Id] }));
        Assert.Empty(await Find(topic, "one"));
    }

    private static IndexedMessage Indexed(long seq, string[] words, string[] others, long? revision = null) => new(
        seq, revision ?? seq, Sample.Noon.AddSeconds(seq), Sample.Ada.Id,
        new([.. words.Select(word => new TextTerm(word, 0, 1))], [.. others.Select(other => new TextTerm(other, 0, 1))]),
        [], MessageFeatures.None);

    private async Task<IReadOnlyList<long>> FindTerms(SearchedTopic topic, SearchCondition condition) =>
        [.. (await Store.Find(new(condition, [], [topic.Id], [], MessageFeatures.None, null, null), viewer: null, before: null, 100, Cancel)).Select(hit => hit.Message.Seq)];
}
