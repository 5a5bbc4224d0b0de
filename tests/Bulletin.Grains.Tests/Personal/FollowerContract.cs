using Bulletin.Grains.Accounts;
using Bulletin.Grains.Following;
using Bulletin.Grains.Personal;
using Bulletin.Grains.Personal.Following;
using Bulletin.Grains.Storage.Sql;
using Bulletin.Grains.Tests.Topics;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Members;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Bulletin.Grains.Tests.Personal;

/// <summary>Everybody is told once of what concerns them, whatever happens to the follower and whatever database is below.</summary>
public abstract class FollowerContract(TopicCluster cluster)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private IFollowerLog Log => cluster.Services.GetRequiredService<IFollowerLog>();

    [Fact]
    public async Task A_mention_is_noted_once_even_if_the_round_ends_before_its_mark_and_is_repeated()
    {
        var (ada, bob) = (await cluster.SignUp("ada"), await cluster.SignUp("bob"));
        var topic = await cluster.NewTopic(ada);
        await Post(topic, ada, bob);

        using (var dying = NewFollower(new UnmarkedLog(Log)))
        {
            dying.Changed(topic.GetPrimaryKey());
            Assert.False(await dying.Follow(Cancel));
        }
        Assert.Equal([NotificationKind.Mention], await Notified(bob));
        await Follow(topic);

        Assert.Equal([NotificationKind.Mention], await Notified(bob));
    }

    [Fact]
    public async Task Two_silos_that_follow_a_topic_at_once_note_each_mention_once()
    {
        var (ada, bob) = (await cluster.SignUp("ada"), await cluster.SignUp("bob"));
        var topic = await cluster.NewTopic(ada);
        for (var i = 0; i < 10; i++) await Post(topic, ada, bob);

        await Task.WhenAll(Follow(topic), Follow(topic), Follow(topic));

        Assert.Equal(10, (await Notified(bob)).Count);
    }

    [Fact]
    public async Task What_a_silo_left_when_it_died_is_found_by_a_sweep_and_noted_once()
    {
        var (ada, bob) = (await cluster.SignUp("ada"), await cluster.SignUp("bob"));
        var topic = await cluster.NewTopic(ada);
        await Post(topic, ada, bob);

        using var follower = NewFollower();
        FollowerSweep sweep = new(follower, _ => true, AMinuteLater());
        await sweep.Sweep(Cancel);
        await FollowAll(follower);
        Assert.Equal([NotificationKind.Mention], await Notified(bob));

        await sweep.Sweep(Cancel);
        await FollowAll(follower);
        Assert.Equal([NotificationKind.Mention], await Notified(bob));
    }

    [Fact]
    public async Task What_happens_while_nobody_follows_arrives_once_in_as_many_rounds_as_it_takes()
    {
        var (ada, bob) = (await cluster.SignUp("ada"), await cluster.SignUp("bob"));
        var topic = await cluster.NewTopic(ada);
        await Post(topic, ada, bob);
        await Task.WhenAll(Enumerable.Range(0, 450).Select(_ => Post(topic, ada, bob)));
        // Takes the first post beyond what one round reads.
        Assert.NotNull((await topic.Edit(new(1, ada, "edited", Mentions: [bob.User.Id]), Cancel)).Value);

        await Follow(topic);

        Assert.Equal(451, (await Notified(bob)).Count);
    }

    [Fact]
    public async Task A_walk_through_all_topics_finds_a_reaction()
    {
        var (ada, bob) = (await cluster.SignUp("ada"), await cluster.SignUp("bob"));
        var topic = await cluster.NewTopic(ada);
        await Post(topic, ada);
        await Follow(topic);
        Assert.NotNull((await topic.React(new(1, bob, "👍"), Cancel)).Value);

        using var follower = NewFollower();
        await new FollowerWalk(follower, _ => true, TimeProvider.System).Walk(Cancel);
        await FollowAll(follower);

        Assert.Equal([NotificationKind.Reaction], await Notified(ada));
    }

    [Fact]
    public async Task Whose_message_is_answered_is_told_and_who_has_left_is_not()
    {
        var (ada, bob, lin) = (await cluster.SignUp("ada"), await cluster.SignUp("bob"), await cluster.SignUp("lin"));
        var topic = await cluster.NewPrivateTopic(ada, bob, lin);
        await Post(topic, bob);
        Assert.NotNull((await topic.Post(new(Guid.CreateVersion7(), ada, "yes", ReplyTo: 1, [lin.User.Id]), Cancel)).Value);
        Assert.Equal(Refusal.None, (await topic.RemoveMember(new(lin.User.Id, ada), Cancel)).Refusal);

        await Follow(topic);

        Assert.Equal([NotificationKind.Invitation, NotificationKind.Reply], (await Notified(bob)).Order().Reverse());
        Assert.Empty(await Notified(lin));
    }

    [Fact]
    public async Task A_new_member_follows_the_topic_from_when_they_came()
    {
        var (ada, bob) = (await cluster.SignUp("ada"), await cluster.SignUp("bob"));
        var topic = await cluster.NewPrivateTopic(ada);
        await Post(topic, ada);
        await Follow(topic);
        Assert.NotNull((await topic.PutMember(new(bob.User, null, ada), Cancel)).Value);

        await Follow(topic);

        Assert.Equal([NotificationKind.Invitation], await Notified(bob));
        Assert.Empty(await Notified(ada));
        Assert.True(await Follows(bob, topic));
        Assert.True(await Follows(ada, topic));
    }

    [Fact]
    public async Task Who_posts_in_a_public_topic_follows_it()
    {
        var (ada, bob) = (await cluster.SignUp("ada"), await cluster.SignUp("bob"));
        var topic = await cluster.NewTopic(ada);
        await Post(topic, bob);

        await Follow(topic);

        Assert.True(await Follows(bob, topic));
        Assert.False(await Follows(ada, topic));
    }

    [Fact]
    public async Task A_mention_of_everybody_reaches_who_follows_a_public_topic()
    {
        var (ada, bob) = (await cluster.SignUp("ada"), await cluster.SignUp("bob"));
        var topic = await cluster.NewTopic(ada);
        await Post(topic, bob);
        await Follow(topic);
        Assert.NotNull((await topic.Post(new(Guid.CreateVersion7(), ada, "@all", null, MentionsAll: true), Cancel)).Value);

        await Follow(topic);

        Assert.Equal([NotificationKind.Mention], await Notified(bob));
        Assert.Empty(await Notified(ada));
    }

    [Fact]
    public async Task Who_cannot_be_told_keeps_nobody_waiting_and_is_told_alone_later()
    {
        var (ada, bob, lin) = (await cluster.SignUp("ada"), await cluster.SignUp("bob"), await cluster.SignUp("lin"));
        var topic = await cluster.NewTopic(ada);
        FakeTimeProvider clock = new(TimeProvider.System.GetUtcNow());
        var unreachable = UnreachablePerson.In(cluster.Grains, bob.User.Id);
        using var follower = NewFollower(grains: unreachable.Grains, clock: clock);

        for (var i = 0; i < 2; i++)
        {
            await Post(topic, ada, bob, lin);
            follower.Changed(topic.GetPrimaryKey());
            await FollowAll(follower);
        }
        Assert.Equal([NotificationKind.Mention, NotificationKind.Mention], await Notified(lin));
        Assert.Equal((0, 1), (await MarkOf(topic), unreachable.Calls));

        unreachable.IsBack = true;
        clock.Advance(TimeSpan.FromSeconds(1));
        await follower.Retry(Cancel);

        Assert.Equal([NotificationKind.Mention, NotificationKind.Mention], await Notified(bob));
        Assert.Equal((2, 2), (await MarkOf(topic), unreachable.Calls));
    }

    [Fact]
    public async Task A_topic_that_fails_keeps_no_other_waiting_and_is_tried_again_later()
    {
        var (ada, bob) = (await cluster.SignUp("ada"), await cluster.SignUp("bob"));
        var (broken, whole) = (await cluster.NewTopic(ada), await cluster.NewTopic(ada));
        foreach (var topic in (ITopicGrain[])[broken, whole]) await Post(topic, ada, bob);
        FakeTimeProvider clock = new(TimeProvider.System.GetUtcNow());
        BrokenTopicLog log = new(Log) { Broken = broken.GetPrimaryKey() };
        using var follower = NewFollower(log, clock: clock);

        follower.Changed(broken.GetPrimaryKey());
        follower.Changed(whole.GetPrimaryKey());
        Assert.False(await follower.Follow(Cancel));
        Assert.Equal((0, 1), (await MarkOf(broken), await MarkOf(whole)));

        log.Broken = null;
        clock.Advance(TimeSpan.FromSeconds(1));
        await follower.Retry(Cancel);

        Assert.Equal(1, await MarkOf(broken));
        Assert.Equal(2, (await Notified(bob)).Count);
    }

    [Fact]
    public async Task Who_is_added_again_is_told_again_and_by_whom()
    {
        var (ada, bob, lin) = (await cluster.SignUp("ada"), await cluster.SignUp("bob"), await cluster.SignUp("lin"));
        var topic = await cluster.NewPrivateTopic(ada, bob);
        await Follow(topic);
        Assert.Equal([NotificationKind.Invitation], await Notified(bob));
        Assert.NotNull((await topic.PutMember(new(lin.User, Role.Owner, ada), Cancel)).Value);
        Assert.Equal(Refusal.None, (await topic.RemoveMember(new(bob.User.Id, ada), Cancel)).Refusal);
        await Follow(topic);
        Assert.Empty(await Notified(bob));

        Assert.NotNull((await topic.PutMember(new(bob.User, null, lin), Cancel)).Value);
        await Follow(topic);

        var invitation = Assert.Single((await cluster.Grains.GetGrain<IPersonalGrain>(bob.User.Id).Notifications(false, 10, null, Cancel)).Items);
        Assert.Equal((NotificationKind.Invitation, lin.User.Id), (invitation.Kind, invitation.Actor.Id));
        Assert.True(await Follows(bob, topic));
    }

    [Fact]
    public async Task Whoever_watches_learns_that_they_are_no_longer_a_member()
    {
        var (ada, bob) = (await cluster.SignUp("ada"), await cluster.SignUp("bob"));
        var topic = await cluster.NewPrivateTopic(ada, bob);
        await Follow(topic);
        var unreachable = UnreachablePerson.In(cluster.Grains, bob.User.Id);
        unreachable.IsBack = true;
        Assert.Equal(Refusal.None, (await topic.RemoveMember(new(bob.User.Id, ada), Cancel)).Refusal);

        using var follower = NewFollower(grains: unreachable.Grains);
        follower.Changed(topic.GetPrimaryKey());
        await FollowAll(follower);

        Assert.Equal([topic.GetPrimaryKey()], unreachable.Withdrawn);
    }

    [Fact]
    public async Task Whoever_has_something_of_a_topic_learns_that_it_was_removed()
    {
        var (ada, bob) = (await cluster.SignUp("ada"), await cluster.SignUp("bob"));
        var topic = await cluster.NewTopic(ada);
        await Post(topic, bob);
        await Follow(topic);
        var unreachable = UnreachablePerson.In(cluster.Grains, bob.User.Id);
        unreachable.IsBack = true;
        Assert.Equal(Refusal.None, (await topic.Remove(ada, Cancel)).Refusal);

        using var follower = NewFollower(grains: unreachable.Grains);
        follower.Changed(topic.GetPrimaryKey());
        await FollowAll(follower);

        Assert.Equal([topic.GetPrimaryKey()], unreachable.Withdrawn);
    }

    private async Task Follow(ITopicGrain topic)
    {
        using var follower = NewFollower();
        follower.Changed(topic.GetPrimaryKey());
        await FollowAll(follower);
    }

    private static async Task FollowAll(Follower follower)
    {
        while (follower.Waiting > 0) Assert.True(await follower.Follow(Cancel));
    }

    private Follower NewFollower(IFollowerLog? log = null, IGrainFactory? grains = null, TimeProvider? clock = null) => new(
        log ?? Log, grains ?? cluster.Grains, ActivatorUtilities.CreateInstance<FollowerMetrics>(cluster.Services), clock ?? TimeProvider.System,
        NullLogger<Follower>.Instance);

    /// <summary>Up to which message the topic was followed.</summary>
    private async Task<long> MarkOf(ITopicGrain topic) =>
        Assert.Single(await Log.Read([FollowMark.AtStart(topic.GetPrimaryKey())], 1, Cancel)).Mark.Seq;

    /// <summary>A sweep leaves to others what has just happened.</summary>
    private static FakeTimeProvider AMinuteLater() => new(TimeProvider.System.GetUtcNow().AddMinutes(1));

    private static async Task Post(ITopicGrain topic, Actor author, params Actor[] mentioned) => Assert.NotNull((await topic.Post(
        new(Guid.CreateVersion7(), author, "hello", null, [.. mentioned.Select(person => person.User.Id)]), Cancel)).Value);

    private async Task<List<NotificationKind>> Notified(Actor person) => await cluster.Services.GetRequiredService<SqlDatabase>().Query(
        "SELECT kind FROM notifications WHERE user_id = @user ORDER BY id", row => (NotificationKind)row.GetInt16(0), Cancel, ("user", person.User.Id));

    private async Task<bool> Follows(Actor person, ITopicGrain topic) =>
        (await cluster.Grains.GetGrain<IPersonalGrain>(person.User.Id).States([topic.GetPrimaryKey()], Cancel)).Any(state => state.Following);
}

public sealed class FollowerOnPostgres(PostgresTopicCluster cluster) : FollowerContract(cluster), IClassFixture<PostgresTopicCluster>;

public sealed class FollowerOnSqlite(SqliteTopicCluster cluster) : FollowerContract(cluster), IClassFixture<SqliteTopicCluster>;
