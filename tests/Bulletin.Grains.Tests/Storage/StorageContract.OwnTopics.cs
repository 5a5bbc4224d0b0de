using Bulletin.Grains.Accounts;
using Bulletin.Grains.Directory;
using Bulletin.Grains.Storage.Sql;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Members;

namespace Bulletin.Grains.Tests.Storage;

public abstract partial class StorageContract
{
    [Fact]
    public async Task A_person_s_own_topics_are_listed_by_activity_with_their_people()
    {
        var (ada, bob, eve) = (await NewUser(), await NewUser(), await NewUser());
        var first = await NewShared(Access.Private, [ada, bob], at: Start.AddMilliseconds(1));
        var conversation = await NewShared(Access.Direct, [bob, ada], name: "", at: Start.AddMilliseconds(2));
        var last = await NewShared(Access.Private, [eve, bob, ada], at: Start.AddMilliseconds(3));
        await NewShared(Access.Private, [bob, eve], at: Start.AddMilliseconds(4));
        await NewShared(Access.Direct, [bob, eve], name: "", at: Start.AddMilliseconds(5));
        await NewTopic(ada);
        var message = await (await Claim(first.Id)).Post(bob, "Up");

        var own = await storage.Index.Page(ada.Id, 10, null, Cancel);

        Assert.Equal([first.Id, last.Id, conversation.Id], own.Select(topic => topic.Id));
        Assert.Equal(
            first with { LastActivityAt = message.CreatedAt, LastSeq = 1, Revision = 1, LastMessage = new LastMessage(1, bob, "Up") },
            own[0]);
        Assert.Equal(last, own[1]);
        Assert.Equal((2, 1L), (own[2].MemberCount, own[2].MembersVersion));
        Assert.Equal([bob, ada], own[2].People);
    }

    [Fact]
    public async Task Pages_of_a_person_s_own_topics_follow_each_other_without_gap_or_repeat()
    {
        var ada = await NewUser();
        var topics = new List<Topic>();
        for (var i = 0; i < 7; i++) topics.Add(await NewShared(Access.Private, [ada], at: Start.AddMilliseconds(i / 3)));

        var seen = new List<Topic>();
        while (await storage.Index.Page(ada.Id, 2, seen.Count == 0 ? null : DirectoryCursor.Of(seen[^1]), Cancel) is { Count: > 0 } page) seen.AddRange(page);

        Assert.Equal(topics.OrderBy(DirectoryCursor.Of), seen);
    }

    [Fact]
    public async Task Who_leaves_or_whose_topic_is_removed_has_it_no_longer_in_their_list()
    {
        var (ada, bob) = (await NewUser(), await NewUser());
        var (left, removed, kept) = (await NewShared(Access.Private, [ada, bob]), await NewShared(Access.Private, [ada, bob]), await NewShared(Access.Private, [ada, bob]));

        await storage.Members.Remove(left.Id, 1, bob.Id, isExpelled: false, Start, audit: null, Cancel);
        await storage.Topics.Remove(removed, Start, audit: null, Cancel);

        Assert.Equal([kept.Id], (await storage.Index.Page(bob.Id, 10, null, Cancel)).Select(topic => topic.Id));
        Assert.Equal(1, (await storage.Index.Page(ada.Id, 10, null, Cancel)).Single(topic => topic.Id == left.Id).MemberCount);
    }

    [Fact]
    public async Task A_hidden_conversation_comes_back_with_its_next_message_and_was_never_gone_for_others()
    {
        var (ada, bob) = (await NewUser(), await NewUser());
        var conversation = await NewShared(Access.Direct, [ada, bob], name: "");
        var writer = await Claim(conversation.Id);

        await storage.Members.Hide(conversation.Id, ada.Id, 0, Cancel);
        Assert.Empty(await storage.Index.Page(ada.Id, 10, null, Cancel));
        await writer.Post(bob, "Hello?");
        Assert.Single(await storage.Index.Page(ada.Id, 10, null, Cancel));
        await storage.Members.Hide(conversation.Id, ada.Id, 1, Cancel);

        Assert.Empty(await storage.Index.Page(ada.Id, 10, null, Cancel));
        Assert.Single(await storage.Index.Page(bob.Id, 10, null, Cancel));
        Assert.Equal([ada, bob], await Members(conversation));
        await writer.Post(bob, "Still the writer");
    }

    [Fact]
    public async Task The_list_that_everybody_sees_has_no_private_topic_whoever_asks_and_however()
    {
        var word = Word();
        var ada = await NewUser();
        var open = await NewTopic(ada, $"{word} open");
        var hidden = await NewShared(Access.Private, [ada], $"{word} hidden");
        var conversation = await NewShared(Access.Direct, [ada], $"{word} direct");

        Assert.DoesNotContain(await storage.Index.Page(null, 1_000, null, Cancel), topic => topic.Id == hidden.Id || topic.Id == conversation.Id);
        Assert.Equal([open], (await storage.Index.Search(null, word, 10, null, Cancel)).Items);
    }

    [Fact]
    public async Task A_person_s_own_topics_are_found_by_name_and_nobody_else_s()
    {
        var word = Word();
        var (ada, bob) = (await NewUser(), await NewUser());
        await NewTopic(ada, $"{word} open");
        var mine = await NewShared(Access.Private, [ada], $"{word} mine");
        await NewShared(Access.Private, [ada], "Other");
        await NewShared(Access.Private, [bob], $"{word} yours");
        var removed = await NewShared(Access.Private, [ada], $"{word} removed");
        await storage.Topics.Remove(removed, Start, audit: null, Cancel);

        Assert.Equal([mine], (await storage.Index.Search(ada.Id, word.ToUpperInvariant(), 10, null, Cancel)).Items);
        Assert.Empty((await storage.Index.Search((await NewUser()).Id, word, 10, null, Cancel)).Items);
    }

    [Fact]
    public async Task A_search_of_a_person_s_own_topics_says_where_to_look_on()
    {
        var word = Word();
        var ada = await NewUser();
        for (var i = 0; i < 10; i++) await NewShared(Access.Private, [ada], i is 0 or 9 ? $"{word} {i}" : "Other", Start.AddMinutes(-i));
        using var index = storage.IndexOfReach(7);

        var first = await index.Search(ada.Id, word, 10, null, Cancel);
        var second = await index.Search(ada.Id, word, 10, first.Next, Cancel);

        Assert.Equal($"{word} 0", Assert.Single(first.Items).Name);
        Assert.Equal($"{word} 9", Assert.Single(second.Items).Name);
        Assert.Null(second.Next);
    }

    [Fact]
    public async Task The_list_that_everybody_sees_is_read_along_an_index_without_private_topics()
    {
        var first = await storage.PlanByIndexes(SqlTopicIndex.Listed(null, null), ("limit", 10));
        var next = await storage.PlanByIndexes(
            SqlTopicIndex.Listed(null, new DirectoryCursor(Start, Guid.Empty)), ("limit", 10), ("at", 1L), ("id", Guid.Empty));

        Assert.All([first, next], plan => Assert.Contains("topics_by_activity", plan, StringComparison.Ordinal));
        Assert.All([first, next], plan => Assert.DoesNotMatch("Sort|TEMP B-TREE", plan));
    }

    [Fact]
    public async Task A_person_s_own_list_reads_no_topics_of_others()
    {
        var plan = await storage.PlanByIndexes(SqlTopicIndex.Listed(Guid.Empty, null), ("of", Guid.Empty), ("limit", 10));

        Assert.Contains("topic_members_by_user", plan, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"Seq Scan|SCAN (o|t)\b|topics_by_activity", plan);
    }
}
