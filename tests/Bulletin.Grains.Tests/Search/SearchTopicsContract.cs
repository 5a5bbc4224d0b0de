using Bulletin.Grains.Accounts;
using Bulletin.Grains.Search;
using Bulletin.Grains.Storage.Sql.Search;
using Bulletin.Grains.Tests.Storage;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Members;
using Microsoft.Extensions.DependencyInjection;

namespace Bulletin.Grains.Tests.Search;

/// <summary>Which topics a search may be about, by their names or ids.</summary>
public abstract class SearchTopicsContract(StorageFixture storage)
{
    private readonly string _word = $"w{Guid.CreateVersion7().ToString("n")[12..]}";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ISearchTopics Topics => storage.Services.GetRequiredService<ISearchTopics>();

    [Fact]
    public async Task All_public_topics_of_a_name_are_found_ignoring_case_and_accents()
    {
        var ada = await NewUser();
        var (one, other) = (await NewTopic(ada, $"{_word} Café"), await NewTopic(ada, $"{_word}  CAFE"));
        await NewTopic(ada, $"{_word} café au lait");

        Assert.Equal(new[] { one, other }.Order(), (await Topics.Find(ada.Id, [$"{_word} cafe"], [], Cancel)).Order());
    }

    [Fact]
    public async Task A_private_topic_is_found_by_its_members_alone()
    {
        var (ada, bob) = (await NewUser(), await NewUser());
        var topic = await NewTopic(ada, _word, Access.Private);

        Assert.Equal([topic], await Topics.Find(ada.Id, [_word], [], Cancel));
        Assert.Equal([topic], await Topics.Find(ada.Id, [], [topic], Cancel));
        Assert.Empty(await Topics.Find(bob.Id, [_word], [topic], Cancel));
    }

    [Fact]
    public async Task Whoever_may_see_all_topics_finds_those_of_others_too()
    {
        var ada = await NewUser();
        Guid[] topics = [.. new[] { await NewTopic(ada, _word), await NewTopic(ada, _word, Access.Private) }.Order()];

        Assert.Equal(topics, (await Topics.Find(viewer: null, [_word], [], Cancel)).Order());
        Assert.Equal(topics, (await Topics.Find(viewer: null, [], topics, Cancel)).Order());
    }

    [Fact]
    public async Task A_removed_topic_is_not_found()
    {
        var ada = await NewUser();
        var (shared, own) = (await NewTopic(ada, _word), await NewTopic(ada, _word, Access.Private));
        foreach (var topic in new[] { shared, own })
            Assert.True(await storage.Topics.Remove((await storage.Log.Load(topic, 1, Cancel))!.Topic, Sample.Noon, audit: null, Cancel));

        Assert.Empty(await Topics.Find(ada.Id, [_word], [shared, own], Cancel));
        Assert.Empty(await Topics.Find(viewer: null, [_word], [shared, own], Cancel));
    }

    [Fact]
    public async Task Names_and_ids_are_looked_up_together_and_each_topic_once()
    {
        var ada = await NewUser();
        var (one, other, third) = (await NewTopic(ada, _word), await NewTopic(ada, $"{_word} 2", Access.Private), await NewTopic(ada, $"{_word} 3"));

        Assert.Equal(new[] { one, other, third }.Order(), (await Topics.Find(ada.Id, [_word, $"{_word} 2", $"{_word} nowhere"], [third, one, Guid.CreateVersion7()], Cancel)).Order());
        Assert.Empty(await Topics.Find(ada.Id, [], [], Cancel));
    }

    [Fact]
    public async Task Names_that_differ_only_at_their_end_are_told_apart()
    {
        var ada = await NewUser();
        var name = _word + new string('a', 100);
        var topic = await NewTopic(ada, $"{name}b");
        await NewTopic(ada, $"{name}c");

        Assert.Equal([topic], await Topics.Find(ada.Id, [$"{name}b"], [], Cancel));
    }

    [Fact]
    public async Task Of_more_than_100_topics_of_a_name_the_newest_are_found()
    {
        var ada = await NewUser();
        List<Guid> topics = [];
        for (var i = 0; i < 105; i++) topics.Add(await NewTopic(ada, _word));

        Assert.Equal(topics.Order().Skip(5), (await Topics.Find(ada.Id, [_word], [], Cancel)).Reverse());
    }

    [Fact]
    public async Task A_public_topic_is_found_even_if_a_thousand_newer_private_ones_have_its_name()
    {
        var (ada, bob) = (await NewUser(), await NewUser());
        var topic = await NewTopic(ada, _word);
        for (var i = 0; i < 1_000; i++) await NewTopic(ada, _word, Access.Private);

        Assert.Equal([topic], await Topics.Find(bob.Id, [_word], [], Cancel));
    }

    [Fact]
    public async Task Public_topics_of_a_name_are_read_from_an_index()
    {
        var plan = await storage.PlanByIndexes(SqlSearchTopics.Named("@name", all: false), ("name", "tea "));

        Assert.Contains("topic_names_by_key", plan, StringComparison.Ordinal);
        Assert.DoesNotMatch("Sort|TEMP B-TREE", plan);
    }

    private async Task<User> NewUser()
    {
        var user = Sample.Person($"u{Guid.CreateVersion7().ToString("n")[12..]}");
        Assert.True(await storage.Users.Create(new StoredAccount(user, "hash"), audit: null, Cancel));
        return user;
    }

    private async Task<Guid> NewTopic(User creator, string name, Access access = Access.Public)
    {
        var members = TopicMembers.Of(access, 1, [new Member(creator, Role.Owner, Sample.Noon)]);
        var topic = new Topic(Guid.CreateVersion7(), name, null, Sample.Noon, creator, Sample.Noon, 0, 0, null, access).With(members);
        Assert.True(await storage.Topics.Create(topic, members, Cancel));
        return topic.Id;
    }
}

public sealed class PostgresSearchTopicsTests(PostgresStorage storage) : SearchTopicsContract(storage), IClassFixture<PostgresStorage>;

public sealed class SqliteSearchTopicsTests(SqliteStorage storage) : SearchTopicsContract(storage), IClassFixture<SqliteStorage>;
