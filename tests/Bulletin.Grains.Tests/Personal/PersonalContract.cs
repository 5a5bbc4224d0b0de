using Bulletin.Grains.Accounts;
using Bulletin.Grains.Personal;
using Bulletin.Grains.Tests.Topics;
using Bulletin.Grains.Topics;
using Microsoft.Extensions.DependencyInjection;

namespace Bulletin.Grains.Tests.Personal;

/// <summary>What is a person's own, whatever database is below.</summary>
public abstract partial class PersonalContract(TopicCluster cluster)
{
    private readonly DeviceOfPerson device = new();
    private IPersonalObserver? observer;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private IPersonalStore Store => cluster.Services.GetRequiredService<IPersonalStore>();

    [Fact]
    public async Task A_position_only_moves_forward_and_not_beyond_the_topic()
    {
        var (_, person, topicId) = await Reader(messages: 5);

        Assert.Equal((3, 2), Position(await person.Read(topicId, 3, 5, isMember: false, Cancel)));
        Assert.Equal((3, 2), Position(await person.Read(topicId, 1, 5, isMember: false, Cancel)));
        Assert.Equal((5, 0), Position(await person.Read(topicId, 99, 5, isMember: false, Cancel)));
        Assert.False(Assert.Single(await person.States([topicId, Guid.CreateVersion7()], Cancel)).Following);
    }

    [Fact]
    public async Task Of_some_topics_a_person_says_which_they_have_opened()
    {
        var (_, person, topicId) = await Reader(messages: 1);
        await person.Read(topicId, 1, 1, isMember: false, Cancel);

        Assert.Equal([topicId], await person.Having([Guid.CreateVersion7(), topicId], Cancel));
    }

    [Fact]
    public async Task A_position_survives_that_the_person_is_put_out_of_memory()
    {
        var (_, person, topicId) = await Reader(messages: 5);
        await person.Read(topicId, 4, 5, isMember: false, Cancel);

        await Deactivate(person);

        Assert.Equal((4, 1), Position(Assert.Single(await person.States([topicId], Cancel))));
    }

    [Fact]
    public async Task Marking_unread_sets_the_position_back()
    {
        var (_, person, topicId) = await Reader(messages: 5);
        await person.Read(topicId, 5, 5, isMember: false, Cancel);

        Assert.Equal((1, 4), Position(await person.Unread(topicId, 2, isMember: false, Cancel)));
        Assert.Equal((0, 5), Position(await person.Unread(topicId, 0, isMember: false, Cancel)));
    }

    [Fact]
    public async Task Every_device_is_told_what_one_of_them_has_read()
    {
        var (_, person, topicId) = await Reader(messages: 5);
        var snapshot = await Watch(person);

        await person.Read(topicId, 2, 5, isMember: false, Cancel);
        await person.Read(topicId, 3, 5, isMember: false, Cancel);

        var (first, second) = (await device.Next(), await device.Next());
        Assert.Equal((snapshot.Version, StateChange.Read, 2L), (first.Before, first.What, first.State!.ReadSeq));
        Assert.Equal((first.Version, StateChange.Read, 3L), (second.Before, second.What, second.State!.ReadSeq));
    }

    [Fact]
    public async Task Who_has_a_version_is_told_only_what_has_changed_since()
    {
        var (_, person, topicId) = await Reader(messages: 5);
        await person.SetLevel((await cluster.NewTopic(await cluster.SignUp("ada"))).GetPrimaryKey(), NotificationLevel.Muted, 0, isMember: false, Cancel);
        var before = await Watch(person);
        await person.Read(topicId, 2, 5, isMember: false, Cancel);

        var after = await Watch(person, before.Version);

        Assert.True(before.Reset);
        Assert.False(after.Reset);
        Assert.Equal((2, 3), Position(Assert.Single(after.Topics)));
        Assert.Empty((await Watch(person, after.Version)).Topics);
    }

    [Fact]
    public async Task Who_has_a_version_of_an_earlier_activation_begins_anew_under_a_greater_one()
    {
        var (_, person, topicId) = await Reader(messages: 5);
        var before = await person.Read(topicId, 2, 5, isMember: false, Cancel);
        await Deactivate(person);

        var after = await Watch(person, before.Version);

        Assert.True(after.Reset);
        Assert.True(after.Version > before.Version);
        Assert.Equal((2, 3), Position(Assert.Single(after.Topics)));
    }

    [Fact]
    public async Task Who_follows_a_topic_that_is_new_to_them_begins_at_its_end()
    {
        var (_, person, topicId) = await Reader(messages: 5);

        var state = (await person.Follow(topicId, follows: true, 5, Cancel)).Value!;

        Assert.Equal((5, 0), Position(state));
        Assert.True(state.Following);
        Assert.False((await person.Follow(topicId, follows: false, 5, Cancel)).Value!.Following);
    }

    [Fact]
    public async Task Only_who_wants_to_be_told_everything_follows_by_that()
    {
        var (_, person, topicId) = await Reader(messages: 1);

        Assert.False((await person.SetLevel(topicId, NotificationLevel.Muted, 1, isMember: false, Cancel)).Value!.Following);
        Assert.True((await person.SetLevel(topicId, NotificationLevel.All, 1, isMember: false, Cancel)).Value!.Following);
    }

    [Fact]
    public async Task A_draft_is_replaced_only_by_who_knows_it()
    {
        var (_, person, topicId) = await Reader(messages: 1);
        var first = (await person.SaveDraft(topicId, new("Well", null), 0, 1, isMember: false, Cancel)).Value!.Draft!;

        Assert.Equal(Refusal.Conflict, (await person.SaveDraft(topicId, new("No", null), 0, 1, isMember: false, Cancel)).Refusal);
        Assert.Equal(first, (await person.SaveDraft(topicId, new("Well", null), 0, 1, isMember: false, Cancel)).Value!.Draft);
        var second = (await person.SaveDraft(topicId, new("Well, yes", 1), first.Version, 1, isMember: false, Cancel)).Value!.Draft!;
        await Deactivate(person);

        Assert.Equal(second, Assert.Single(await person.States([topicId], Cancel)).Draft);
        Assert.Null((await person.SaveDraft(topicId, null, 0, 1, isMember: false, Cancel)).Value!.Draft);
    }

    [Fact]
    public async Task Reading_everything_leaves_nothing_unread()
    {
        var (_, person, topicId) = await Reader(messages: 5);
        await person.Read(topicId, 2, 5, isMember: false, Cancel);
        Assert.Equal(topicId, Assert.Single(await Followed(person, topicId)).Topic.Id);

        await person.ReadAll(Cancel);

        Assert.Empty((await person.Topics(TopicFilter.Unread, 10, after: null, Cancel)).Items);
        Assert.Equal((5, 0), Position(Assert.Single(await person.States([topicId], Cancel))));
    }

    [Fact]
    public async Task Sessions_that_end_are_told_at_once()
    {
        var (_, person, _) = await Reader(messages: 1);
        await Watch(person);

        await person.EndSessions(Cancel);

        Assert.True(await device.NextEnded());
    }

    private static (int, int) Position(TopicState state) => ((int)state.ReadSeq, state.Unread);

    private static async Task<IReadOnlyList<PersonalTopic>> Followed(IPersonalGrain person, Guid topicId)
    {
        await person.Follow(topicId, follows: true, 0, Cancel);
        return (await person.Topics(TopicFilter.Unread, 10, after: null, Cancel)).Items;
    }

    /// <summary>Somebody, and a public topic with messages of somebody else.</summary>
    private async Task<(Guid Lin, IPersonalGrain Person, Guid TopicId)> Reader(int messages)
    {
        var (ada, lin) = (await cluster.SignUp("ada"), await cluster.SignUp("lin"));
        var topic = await cluster.NewTopic(ada);
        await Post(topic, ada, messages);
        return (lin.User.Id, cluster.Grains.GetGrain<IPersonalGrain>(lin.User.Id), topic.GetPrimaryKey());
    }

    private static async Task Post(ITopicGrain topic, Actor author, int messages)
    {
        for (var n = 1; n <= messages; n++)
            Assert.NotNull((await topic.Post(new(Guid.CreateVersion7(), author, $"message {n}", null), Cancel)).Value);
    }

    private Task<PersonalSnapshot> Watch(IPersonalGrain person, long after = 0) =>
        person.Watch(observer ??= cluster.Grains.CreateObjectReference<IPersonalObserver>(device), after, Cancel);

    /// <summary>Puts everybody out of memory, and waits until this person is. A collection passes over who has yet to end their last call.</summary>
    private async Task Deactivate(IPersonalGrain person)
    {
        var management = cluster.Grains.GetGrain<IManagementGrain>(0);
        await Eventually.That(
            async () =>
            {
                await management.ForceActivationCollection(TimeSpan.Zero);
                return !(await management.GetActiveGrains(person.GetGrainId().Type)).Contains(person.GetGrainId());
            },
            "the person is out of memory");
    }
}

public sealed class PersonalOnPostgres(PostgresTopicCluster cluster) : PersonalContract(cluster), IClassFixture<PostgresTopicCluster>;

public sealed class PersonalOnSqlite(SqliteTopicCluster cluster) : PersonalContract(cluster), IClassFixture<SqliteTopicCluster>;
