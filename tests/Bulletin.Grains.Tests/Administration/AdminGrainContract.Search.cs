using System.Diagnostics.Metrics;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Administration;
using Bulletin.Grains.Audit;
using Bulletin.Grains.Following;
using Bulletin.Grains.Search;
using Bulletin.Grains.Search.Analysis;
using Bulletin.Grains.Search.Indexing;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Commits;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bulletin.Grains.Tests.Administration;

public abstract partial class AdminGrainContract
{
    private static readonly MessageQuery anything = new(Search: null, AuthorId: null, TopicId: null, From: null, To: null, Deleted: null, Limit: 50, After: null);

    /// <summary>One that nobody else has written.</summary>
    private readonly string _word = string.Concat(Guid.CreateVersion7().ToString("n")[12..].Select(digit => (char)('a' + Convert.ToInt32($"{digit}", 16))));

    [Fact]
    public async Task The_only_message_with_a_word_is_on_the_first_page_however_many_there_are()
    {
        var ada = await cluster.SignUp("ada");
        var topic = await cluster.NewTopic(ada);
        await Post(topic, 2_500, seq => (ada, seq == 1 ? _word : "tea"));

        var page = await Grain.Messages(For(Word(_word)), await Admin(), Cancel);

        Assert.Equal((topic.GetPrimaryKey(), 1), Assert.Single(Found(page)));
        Assert.Null(page.Next);
    }

    [Fact]
    public async Task What_is_found_in_a_private_topic_is_written_into_the_audit_log_with_what_was_searched_for()
    {
        var (ada, root) = (await cluster.SignUp("ada"), await Admin());
        var (open, hidden, other) = (await cluster.NewTopic(ada), await cluster.NewPrivateTopic(ada), await cluster.NewPrivateTopic(ada));
        await Post(open, 1, _ => (ada, _word));
        await Post(hidden, 2, _ => (ada, _word));
        await Post(other, 1, _ => (ada, "tea"));

        var page = await Grain.Messages(For(Word(_word)) with { Search = "\"as typed\"" }, root, Cancel);

        Assert.Equal(3, page.Items.Count);
        var act = Assert.Single(await Acts(hidden.GetPrimaryKey()));
        Assert.Equal((AuditActions.TopicMessagesRead, root.User.Id, """{"query":"\"as typed\""}"""), (act.Action, act.ActorId!.Value, act.After));
        Assert.Empty(await Acts(open.GetPrimaryKey()));
        Assert.Empty(await Acts(other.GetPrimaryKey()));
    }

    [Fact]
    public async Task Every_message_with_a_word_is_on_one_page_newest_first()
    {
        var (ada, root) = (await cluster.SignUp("ada"), await Admin());
        var topics = new[] { await cluster.NewTopic(ada), await cluster.NewPrivateTopic(ada) };
        foreach (var topic in topics) await Post(topic, 20, seq => (ada, seq % 2 == 0 ? _word : "tea"));

        List<ListedMessage> found = [];
        for (ListPlace? after = null; ;)
        {
            var page = await Grain.Messages(For(Word(_word)) with { Limit = 7, After = after }, root, Cancel);
            Assert.Equal(page.Next is null ? 6 : 7, page.Items.Count);
            found.AddRange(page.Items);
            if ((after = page.Next) is null) break;
        }

        Assert.Equal(found.OrderByDescending(item => item.Message.CreatedAt), found);
        Assert.Equal(
            topics.SelectMany(topic => Enumerable.Range(1, 10).Select(half => (topic.GetPrimaryKey(), 2L * half))).Order(),
            found.Select(item => (item.Message.TopicId, item.Message.Seq)).Order());
    }

    [Fact]
    public async Task A_search_and_the_other_filters_hold_together()
    {
        var (ada, bob, root) = (await cluster.SignUp("ada"), await cluster.SignUp("bob"), await Admin());
        var (open, hidden) = (await cluster.NewTopic(ada), await cluster.NewPrivateTopic(ada, bob));
        foreach (var topic in new[] { open, hidden }) await Post(topic, 4, seq => (seq % 2 == 0 ? bob : ada, $"{_word} {(seq > 2 ? "green" : "black")}"));
        var (at, search) = (Sample.Noon.AddSeconds(3), For(Word(_word)));
        (MessageQuery Query, (ITopicGrain, long)[] Found)[] cases =
        [
            (search with { AuthorId = bob.User.Id }, [(open, 2), (open, 4), (hidden, 2), (hidden, 4)]),
            (search with { TopicId = hidden.GetPrimaryKey(), AuthorId = ada.User.Id }, [(hidden, 1), (hidden, 3)]),
            (search with { TopicId = open.GetPrimaryKey(), From = at }, [(open, 3), (open, 4)]),
            (search with { TopicId = open.GetPrimaryKey(), To = at, Deleted = false }, [(open, 1), (open, 2)]),
            (search with { Deleted = true }, []),
            (For(Word(_word) with { Authors = [ada.User.Id, bob.User.Id], From = at }) with { AuthorId = ada.User.Id }, [(open, 3), (hidden, 3)]),
            (For(Word(_word) with { Authors = [ada.User.Id] }) with { AuthorId = bob.User.Id }, []),
            (For(Word(_word) with { Topics = [open.GetPrimaryKey()] }) with { TopicId = hidden.GetPrimaryKey() }, []),
            (For(Word(_word) with { From = at, Until = at.AddSeconds(1) }) with { From = Sample.Noon, To = at.AddDays(1) }, [(open, 3), (hidden, 3)]),
            (For(Word(_word) with { Texts = [.. Word(_word).Texts, new("green", SearchedTextKind.Word, IsExcluded: true)], Topics = [open.GetPrimaryKey()] }), [(open, 1), (open, 2)]),
        ];

        foreach (var (query, expected) in cases)
            Assert.Equal(
                expected.Select(message => (message.Item1.GetPrimaryKey(), message.Item2)).Order(),
                Found(await Grain.Messages(query, root, Cancel)).Order());
    }

    [Fact]
    public async Task Words_that_an_earlier_version_sends_are_searched_too()
    {
        var ada = await cluster.SignUp("ada");
        var topic = await cluster.NewTopic(ada);
        await Post(topic, 2, seq => (ada, seq == 1 ? $"green {_word}" : _word));

        var page = await Grain.Messages(anything with { Search = $"{_word[..12]} gree" }, await Admin(), Cancel);

        Assert.Equal((topic.GetPrimaryKey(), 1), Assert.Single(Found(page)));
    }

    private static MessageQuery For(SearchQuery asked) => anything with { Search = "as typed", Asked = asked };

    private static SearchQuery Word(string word) =>
        new([new(word, SearchedTextKind.Word, IsExcluded: false)], Authors: [], Topics: [], Mentioned: [], MessageFeatures.None, From: null, Until: null);

    private static IEnumerable<(Guid, long)> Found(ListPage<ListedMessage> page) => page.Items.Select(item => (item.Message.TopicId, item.Message.Seq));

    /// <summary>Writes messages into a new topic, one a second, and into the search index.</summary>
    private async Task Post(ITopicGrain topic, int count, Func<int, (Actor Author, string Text)> message)
    {
        var id = topic.GetPrimaryKey();
        var (epoch, head) = ((await cluster.Log.Claim(id, Cancel))!.Value.Epoch, new TopicHead(0, 0));
        var messages = Enumerable.Range(1, count).Select(seq => new Message(
            id, seq, seq, Guid.CreateVersion7(), message(seq).Author.User, message(seq).Text, null, Sample.Noon.AddSeconds(seq), null, null));
        foreach (var part in messages.Chunk(500))
        {
            TopicHead next = new(part[^1].Seq, part[^1].Revision);
            TopicAppend append = new(id, epoch, head, next, part[^1].CreatedAt, part, [], []);
            Assert.Equal(AppendStatus.Committed, (await cluster.Commits.Append(append, Cancel)).Status);
            head = next;
        }

        using Indexer indexer = new(
            cluster.Services.GetRequiredService<ISearchStore>(), new(cluster.Services.GetRequiredService<IMeterFactory>()), TimeProvider.System, NullLogger<Indexer>.Instance,
            TextAnalyzer.Analyze, new(LeavesRoom: 0, LeavesRoomWhenBehind: 0, LeavesRoomWhenQuiet: 0, MostRoom: TimeSpan.Zero, MostFound: 100));
        indexer.Changed(id);
        while (indexer.Waiting > 0) Assert.True(await indexer.Follow(Cancel));
    }
}
