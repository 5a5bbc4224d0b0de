using Bulletin.Grains.Personal;
using Bulletin.Grains.Personal.Following;
using Bulletin.Grains.Topics.Members;

namespace Bulletin.Grains.Tests.Personal;

public sealed class FollowerFindingsTests
{
    private static readonly Guid topicId = Guid.CreateVersion7(), ada = Guid.CreateVersion7(), bob = Guid.CreateVersion7(), lin = Guid.CreateVersion7();

    [Fact]
    public void A_person_is_told_once_of_a_message_for_the_first_reason()
    {
        var post = Post(5, ada) with { Mentions = [bob, bob], MentionsAll = true, ReplyTo = 1 };
        var lookups = None with
        {
            Everybody = new Dictionary<Guid, IReadOnlyList<Guid>> { [topicId] = [ada, bob] },
            Authors = new Dictionary<(Guid, long), Guid> { [(topicId, 1)] = lin },
            ToldOfAll = OfTopic(ada, bob, lin),
        };

        Assert.Equal([(bob, NotificationKind.Mention), (lin, NotificationKind.Reply)], Told(Public(post), lookups));
    }

    [Fact]
    public void Nobody_is_told_of_what_they_wrote_or_did_themselves()
    {
        var post = Post(5, ada) with { Mentions = [ada], MentionsAll = true, ReplyTo = 1, Reactions = [new("👍", [ada])] };
        var lookups = None with
        {
            Everybody = new Dictionary<Guid, IReadOnlyList<Guid>> { [topicId] = [ada] },
            Authors = new Dictionary<(Guid, long), Guid> { [(topicId, 1)] = ada },
            ToldOfAll = OfTopic(ada),
        };

        Assert.Empty(Told(Public(post), lookups));
    }

    [Fact]
    public void Only_those_who_may_see_a_topic_are_told()
    {
        var post = Post(5, ada) with { Mentions = [bob, lin], Reactions = [new("👍", [bob])] };

        Assert.Equal([(bob, NotificationKind.Mention)], Told(Of(Access.Private, post), None with { Members = Members(bob) }));
    }

    [Fact]
    public void In_a_conversation_the_others_are_told_of_every_message() =>
        Assert.Equal([(bob, NotificationKind.Direct)], Told(Of(Access.Direct, Post(5, ada)) with { People = [ada, bob] }, None));

    [Fact]
    public void A_message_that_was_followed_before_tells_only_of_new_reactions()
    {
        var changed = Post(3, ada) with { Revision = 12, Mentions = [bob], Reactions = [new("👍", [lin, bob, lin]), new("🎉", [ada])] };

        var deliveries = Findings.Of(Public(changed), None, Sample.Noon).Deliveries;

        // Two revisions since the mark: at most two reactions of a kind.
        Assert.Equal([(ada, bob), (ada, lin)], deliveries.Select(found => (found.UserId, found.Delivery.ActorId)));
        Assert.All(deliveries, found => Assert.Equal((NotificationKind.Reaction, "👍", 3L), (found.Delivery.Kind!.Value, found.Delivery.Emoji, found.Delivery.Seq)));
    }

    [Fact]
    public void Reactions_of_before_the_mark_do_not_come_again_because_others_have_posted_since()
    {
        var changed = Post(3, ada) with { Revision = 14, Reactions = [new("👍", [lin, bob])] };

        var deliveries = Findings.Of(Public(Post(5, ada), Post(6, ada), Post(7, ada), changed), None, Sample.Noon).Deliveries;

        Assert.Equal([(ada, bob)], deliveries.Select(found => (found.UserId, found.Delivery.ActorId)));
    }

    [Fact]
    public void Who_is_no_longer_a_member_learns_that_the_topic_is_gone_for_them() =>
        Assert.Equal([bob], Findings.Of(Of(Access.Private), None with { Outsiders = OfTopic(bob) }, Sample.Noon).Withdrawn);

    [Fact]
    public void Who_came_by_an_invitation_is_not_told_of_one()
    {
        NewMember[] members = [new(topicId, bob, Sample.Noon, 7, AddedBy: null)];

        var (_, delivery) = Assert.Single(
            Findings.Of(Of(Access.Private), None with { NewMembers = members.ToLookup(member => member.TopicId) }, Sample.Noon).Deliveries);

        Assert.Equal((null, true), (delivery.Kind, delivery.Follows));
    }

    [Fact]
    public void Of_a_message_that_is_gone_nobody_is_told_and_who_was_told_before_learns_of_it()
    {
        var deleted = Post(5, ada) with { IsDeleted = true, Mentions = [lin] };

        var found = Findings.Of(Public(deleted), None with { Notified = OfTopic(bob, bob) }, Sample.Noon);

        Assert.Empty(found.Deliveries);
        Assert.Equal([bob], found.Withdrawn);
    }

    [Fact]
    public void Who_posts_follows_from_their_first_post_on()
    {
        var topic = Public(Post(6, ada) with { AuthorFollows = false }, Post(5, ada) with { AuthorFollows = false }, Post(7, bob));

        var (userId, delivery) = Assert.Single(Findings.Of(topic, None, Sample.Noon).Deliveries);

        Assert.Equal((ada, null, true, 4L), (userId, delivery.Kind, delivery.Follows, delivery.ReadSeq));
    }

    [Theory]
    [InlineData(Access.Private, NotificationKind.Invitation)]
    [InlineData(Access.Direct, null)]
    public void Who_comes_into_a_private_topic_is_invited_unless_they_made_it_and_everybody_follows(Access access, NotificationKind? kind)
    {
        NewMember[] members = [new(topicId, ada, Sample.Noon, 0, AddedBy: null), new(topicId, bob, Sample.Noon, 7, ada)];

        var found = Findings.Of(Of(access), None with { NewMembers = members.ToLookup(member => member.TopicId) }, Sample.Noon).Deliveries;

        Assert.Equal(new (Guid, NotificationKind?, long)[] { (ada, null, 0), (bob, kind, 7) }, found.Select(one => (one.UserId, one.Delivery.Kind, one.Delivery.ReadSeq)));
        Assert.All(found, one => Assert.True(one.Delivery.Follows));
    }

    [Fact]
    public void What_is_too_much_for_a_round_ends_at_a_change_and_no_post_counts_as_followed_yet()
    {
        Guid[] crowd = [.. Enumerable.Range(0, 10_000).Select(_ => Guid.CreateVersion7())];
        var topic = Public([.. Enumerable.Range(5, 4).Select(seq => Post(seq, ada) with { MentionsAll = true })]);

        var found = Findings.Of(topic, None with { Everybody = new Dictionary<Guid, IReadOnlyList<Guid>> { [topicId] = crowd } }, Sample.Noon);

        Assert.Equal(20_000, found.Deliveries.Count);
        Assert.Equal((4L, 12L, true), (found.Mark?.Seq, found.Mark?.Revision, found.More));
    }

    [Fact]
    public void Members_count_as_followed_only_once_all_new_ones_were_read()
    {
        var found = Findings.Of(Of(Access.Private), None with { AreAllNewMembers = false }, Sample.Noon);

        Assert.Equal((1L, true), (found.Mark?.MembersVersion, found.More));
    }

    private static readonly Lookups None = new(
        Array.Empty<NewMember>().ToLookup(member => member.TopicId), AreAllNewMembers: true, OfTopic(),
        new Dictionary<Guid, IReadOnlyList<Guid>>(), new Dictionary<(Guid, long), Guid>(), Members(), OfTopic(), OfTopic());

    private static HashSet<(Guid, Guid)> Members(params Guid[] userIds) => [.. userIds.Select(userId => (topicId, userId))];

    private static ILookup<Guid, Guid> OfTopic(params Guid[] userIds) => userIds.ToLookup(_ => topicId);

    /// <summary>A post whose revision is that of a topic in which six messages were changed.</summary>
    private static FollowedChange Post(long seq, Guid author) => new(
        seq, seq + 6, author, ReplyTo: null, Sample.Noon, IsDeleted: false, Mentions: null, MentionsAll: false, Reactions: null, AuthorFollows: true);

    private static FollowedTopic Public(params FollowedChange[] changes) => Of(Access.Public, changes);

    /// <summary>A topic that was followed up to its fourth message and tenth revision.</summary>
    private static FollowedTopic Of(Access access, params FollowedChange[] changes)
    {
        FollowMark mark = new(topicId, 4, 10, 1), head = new(topicId, 20, 30, 2);
        return new(topicId, access, [], mark, head, changes, More: false, head);
    }

    private static IEnumerable<(Guid, NotificationKind)> Told(FollowedTopic topic, Lookups lookups) =>
        Findings.Of(topic, lookups, Sample.Noon).Deliveries.Select(found => (found.UserId, found.Delivery.Kind!.Value));
}
