using Bulletin.Grains.Topics.Members;

namespace Bulletin.Grains.Personal.Following;

/// <summary>What has to be known of the changes of some topics besides themselves: a statement for each question, for all of them together.</summary>
/// <param name="NewMembers">By topic.</param>
/// <param name="AreAllNewMembers">Whether these are all. Otherwise the rest is read in a later round.</param>
/// <param name="ToldOfAll">By topic, who is told of every message.</param>
/// <param name="Everybody">By topic, if a post of it mentions everybody.</param>
/// <param name="Authors">Of the messages that were replied to.</param>
/// <param name="Members">Of those whom changes concern by name, who may see a topic that is not public.</param>
/// <param name="Notified">By topic, who was notified of messages that are deleted now.</param>
/// <param name="Outsiders">By topic, who was a member and is one no longer.</param>
internal sealed record Lookups(
    ILookup<Guid, NewMember> NewMembers,
    bool AreAllNewMembers,
    ILookup<Guid, Guid> ToldOfAll,
    IReadOnlyDictionary<Guid, IReadOnlyList<Guid>> Everybody,
    IReadOnlyDictionary<(Guid TopicId, long Seq), Guid> Authors,
    IReadOnlySet<(Guid TopicId, Guid UserId)> Members,
    ILookup<Guid, Guid> Notified,
    ILookup<Guid, Guid> Outsiders)
{
    /// <summary>How many people a mention of everybody reaches.</summary>
    private const int MostPeople = 10_000;

    public static async Task<Lookups> Read(IFollowerLog log, IReadOnlyList<FollowedTopic> topics, CancellationToken cancellationToken)
    {
        var posts = topics.SelectMany(topic => topic.Posts.Select(post => (topic.TopicId, Post: post))).ToArray();
        Guid[] withPosts = [.. posts.Select(post => post.TopicId).Distinct()];
        Guid[] withOtherMembers =
            [.. topics.Where(topic => topic.Access != Access.Public && topic.Head.MembersVersion > topic.Mark.MembersVersion).Select(topic => topic.TopicId)];
        (Guid, long)[] deleted =
            [.. topics.SelectMany(topic => topic.Changes.Where(change => change.IsDeleted).Select(change => (topic.TopicId, change.Seq)))];

        var newMembers = await log.NewMembers(withOtherMembers, cancellationToken);
        var toldOfAll = await log.ToldOfAll(withPosts, cancellationToken);
        var authors = await log.Authors(
            [.. posts.Where(post => post.Post.ReplyTo is not null).Select(post => (post.TopicId, post.Post.ReplyTo!.Value)).Distinct()], cancellationToken);
        var members = await log.Members(Concerned(topics, authors), cancellationToken);
        var notified = await log.Notified(deleted, cancellationToken);

        Dictionary<Guid, IReadOnlyList<Guid>> everybody = [];
        foreach (var topicId in posts.Where(post => post.Post.MentionsAll).Select(post => post.TopicId).Distinct())
            everybody[topicId] = await log.Everybody(topicId, MostPeople, cancellationToken);

        // Last: once they are forgotten, they are not found again.
        var outsiders = await log.ForgetOutsiders(withOtherMembers, cancellationToken);

        return new(
            newMembers.ToLookup(member => member.TopicId),
            newMembers.Count < IFollowerLog.MostNewMembers,
            ByTopic(toldOfAll),
            everybody,
            authors,
            members.ToHashSet(),
            ByTopic(notified),
            ByTopic(outsiders));
    }

    /// <summary>Whom the changes of topics that are not public name.</summary>
    private static IReadOnlyList<(Guid TopicId, Guid UserId)> Concerned(
        IReadOnlyList<FollowedTopic> topics, IReadOnlyDictionary<(Guid TopicId, long Seq), Guid> authors)
    {
        HashSet<(Guid, Guid)> people = [];
        foreach (var topic in topics.Where(topic => topic.Access != Access.Public))
            foreach (var change in topic.Changes.Where(change => !change.IsDeleted))
            {
                people.Add((topic.TopicId, change.AuthorId));
                foreach (var userId in change.Mentions ?? []) people.Add((topic.TopicId, userId));
                if (change.ReplyTo is { } seq && authors.TryGetValue((topic.TopicId, seq), out var author)) people.Add((topic.TopicId, author));
            }
        return [.. people];
    }

    private static ILookup<Guid, Guid> ByTopic(IReadOnlyList<(Guid TopicId, Guid UserId)> people) => people.ToLookup(person => person.TopicId, person => person.UserId);
}
