using Bulletin.Grains.Topics.Members;

namespace Bulletin.Grains.Personal.Following;

/// <summary>What a topic's changes mean to people.</summary>
/// <param name="Deliveries">In the order in which they belong.</param>
/// <param name="Withdrawn">For whom something is gone: messages that they were notified of, or the topic.</param>
/// <param name="Mark">How far the topic is followed once everybody has been told; null if it is removed.</param>
/// <param name="More">Whether there is more to follow.</param>
/// <param name="OldestPost">When the first of the posts was created; null if there are none.</param>
internal sealed record Findings(
    Guid TopicId, IReadOnlyList<(Guid UserId, Delivery Delivery)> Deliveries, IReadOnlyCollection<Guid> Withdrawn, FollowMark? Mark, bool More, DateTimeOffset? OldestPost)
{
    /// <summary>About how many deliveries one topic makes in a round. The rest of its changes is followed in the next.</summary>
    private const int Most = 20_000;

    private const int MostReactions = 50;

    /// <summary>A topic that is removed.</summary>
    public static Findings Gone(Guid topicId, IEnumerable<Guid> holders) => new(topicId, [], [.. holders], Mark: null, More: false, OldestPost: null);

    /// <param name="now">The time of reactions, which have none of their own.</param>
    public static Findings Of(FollowedTopic topic, Lookups lookups, DateTimeOffset now)
    {
        List<(Guid UserId, Delivery Delivery)> found = [.. Newcomers(topic, lookups), .. NewFollowers(topic).Where(follower => MaySee(follower.UserId))];
        var (mark, more) = (topic.Next, topic.More);
        foreach (var change in topic.Changes.Where(change => !change.IsDeleted))
        {
            if (topic.IsPost(change))
                found.AddRange(Told(topic, change, lookups, MaySee)
                    .Where(told => told.UserId != change.AuthorId)
                    .DistinctBy(told => told.UserId)
                    .Select(told => (told.UserId, Posted(topic, change, told.Kind))));
            if (MaySee(change.AuthorId))
                found.AddRange(Reacted(topic, change).Select(reaction => (change.AuthorId, Reaction(topic, change, reaction, now))));
            if (found.Count < Most || change.Revision >= topic.Changes[^1].Revision) continue;

            // Posts may come again, since a change moves them: only the end of a topic says that all of them were followed.
            (mark, more) = (topic.Next with { Seq = topic.Mark.Seq, Revision = change.Revision }, true);
            break;
        }
        if (!lookups.AreAllNewMembers && mark.MembersVersion > topic.Mark.MembersVersion)
            (mark, more) = (mark with { MembersVersion = topic.Mark.MembersVersion }, true);

        var posts = topic.Posts.ToArray();
        return new(
            topic.TopicId, found, [.. lookups.Notified[topic.TopicId].Union(lookups.Outsiders[topic.TopicId])], mark, more, posts.Length > 0 ? posts.Min(post => post.CreatedAt) : null);

        bool MaySee(Guid userId) => topic.Access == Access.Public || lookups.Members.Contains((topic.TopicId, userId));
    }

    /// <summary>Whom a post concerns, and why: the first reason counts.</summary>
    private static IEnumerable<(Guid UserId, NotificationKind Kind)> Told(FollowedTopic topic, FollowedChange post, Lookups lookups, Func<Guid, bool> maySee)
    {
        foreach (var userId in (post.Mentions ?? []).Where(maySee)) yield return (userId, NotificationKind.Mention);
        if (post.MentionsAll)
            foreach (var userId in lookups.Everybody.GetValueOrDefault(topic.TopicId) ?? []) yield return (userId, NotificationKind.Mention);
        if (post.ReplyTo is { } seq && lookups.Authors.TryGetValue((topic.TopicId, seq), out var author) && maySee(author)) yield return (author, NotificationKind.Reply);
        foreach (var userId in topic.People) yield return (userId, NotificationKind.Direct);
        foreach (var userId in lookups.ToldOfAll[topic.TopicId]) yield return (userId, NotificationKind.Message);
    }

    private static Delivery Posted(FollowedTopic topic, FollowedChange post, NotificationKind kind) =>
        new(topic.TopicId, kind, post.Seq, post.AuthorId, post.CreatedAt, ReadSeq: post.Seq - 1, Follows: false);

    /// <summary>
    /// The latest reactions with each emoji. Each took a revision since the mark, and those in which other messages ended are not among them: no more
    /// can be new. What was noted long ago, and deleted since, must not come again.
    /// </summary>
    private static IEnumerable<(Guid UserId, string Emoji)> Reacted(FollowedTopic topic, FollowedChange change)
    {
        if (change.Reactions is not { Count: > 0 }) return [];
        var others = topic.Changes.Count(other => other.Revision < change.Revision);
        var most = (int)Math.Min(MostReactions, change.Revision - topic.Mark.Revision - others);
        return change.Reactions.SelectMany(reaction =>
            reaction.UserIds.TakeLast(most).Where(userId => userId != change.AuthorId).Select(userId => (userId, reaction.Emoji)));
    }

    private static Delivery Reaction(FollowedTopic topic, FollowedChange change, (Guid UserId, string Emoji) reaction, DateTimeOffset now) =>
        new(topic.TopicId, NotificationKind.Reaction, change.Seq, reaction.UserId, now, topic.Head.Seq, Follows: false, reaction.Emoji);

    private static IEnumerable<(Guid UserId, Delivery Delivery)> Newcomers(FollowedTopic topic, Lookups lookups) =>
        lookups.NewMembers[topic.TopicId].Select(member =>
        {
            var isInvited = topic.Access == Access.Private && member.AddedBy is { } by && by != member.UserId;
            Delivery delivery = new(
                topic.TopicId, isInvited ? NotificationKind.Invitation : null, 0, member.AddedBy ?? member.UserId, member.Since, member.ReadSeq, Follows: true);
            return (member.UserId, delivery);
        });

    /// <summary>Who posts follows the topic, and has read what came before.</summary>
    private static IEnumerable<(Guid UserId, Delivery Delivery)> NewFollowers(FollowedTopic topic) => topic.Posts
        .Where(post => !post.AuthorFollows)
        .GroupBy(post => post.AuthorId)
        .Select(posts => posts.MinBy(post => post.Seq)!)
        .Select(first => (first.AuthorId, new Delivery(topic.TopicId, Kind: null, first.Seq, first.AuthorId, first.CreatedAt, first.Seq - 1, Follows: true)));
}
