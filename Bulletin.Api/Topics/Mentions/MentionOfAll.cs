using Bulletin.Api.Http;
using Bulletin.Grains;
using Bulletin.Grains.Personal;
using Bulletin.Grains.Topics;

namespace Bulletin.Api.Topics.Mentions;

/// <summary>Asks before a text mentions everybody, if they are many.</summary>
internal sealed class MentionOfAll(IGrainFactory grains, TimeProvider clock)
{
    /// <summary>Up to this many people, beside the author, are mentioned without asking.</summary>
    public const int Few = 20;

    /// <summary>How far people are counted.</summary>
    private const int MostCounted = 1_000;

    /// <summary>Requires that few people are mentioned. A post that is repeated after a lost answer has been made, whoever has come since.</summary>
    /// <exception cref="ProblemException">With <c>confirm_all</c>; or with <c>topic_not_found</c>, if the author may not see the topic.</exception>
    public Task RequireFew(Guid topicId, PostMessage command, CancellationToken cancellationToken) =>
        RequireFew(topicId, command.Actor.User.Id, topic => HasPosted(topic, command, cancellationToken), cancellationToken);

    /// <summary>The same for an edit, unless the message mentions everybody already. Who acts as an admin is not asked: the topic may not be theirs to see.</summary>
    /// <inheritdoc cref="RequireFew(Guid, PostMessage, CancellationToken)" path="/exception"/>
    public Task RequireFew(Guid topicId, EditMessage command, CancellationToken cancellationToken) =>
        command.Actor.ActsAsAdmin ? Task.CompletedTask
        : RequireFew(topicId, command.Actor.User.Id, topic => Mentions(topic, command, cancellationToken), cancellationToken);

    private async Task RequireFew(Guid topicId, Guid author, Func<ITopicGrain, Task<bool>> isDone, CancellationToken cancellationToken)
    {
        var grain = grains.Topic(topicId);
        // First, so that a topic that the author may not see is not counted, and answers as if it did not exist.
        var topic = (await GrainCalls.UntilSettled(() => grain.Get(author, CancellationToken.None), clock, cancellationToken)).OrThrow();
        // Whoever sees what has members is one of them.
        var others = topic.MemberCount is { } members ? members - 1 : await OtherFollowers(topicId, author, cancellationToken);
        if (others > Few && !await isDone(grain)) throw new ProblemException(Problems.ConfirmAll(others));
    }

    private async Task<int> OtherFollowers(Guid topicId, Guid author, CancellationToken cancellationToken)
    {
        var followers = await grains.GetGrain<IFollowersGrain>(0).Count(topicId, MostCounted + 2, CancellationToken.None).InTime(cancellationToken);
        return followers > Few && await Follows(author, topicId, cancellationToken) ? followers - 1 : followers;
    }

    private async Task<bool> Follows(Guid userId, Guid topicId, CancellationToken cancellationToken)
    {
        var person = grains.GetGrain<IPersonalGrain>(userId);
        return await GrainCalls.UntilAnswered(() => person.States([topicId], CancellationToken.None), clock, cancellationToken) is [{ Following: true }];
    }

    private async Task<bool> HasPosted(ITopicGrain topic, PostMessage command, CancellationToken cancellationToken)
    {
        var author = command.Actor.User.Id;
        var latest = await GrainCalls.UntilSettled(() => topic.Latest(held: 0, author, CancellationToken.None), clock, cancellationToken);
        return latest.Value?.Page?.Items.Any(message => message.ClientId == command.ClientId && message.Author.Id == author) == true;
    }

    private async Task<bool> Mentions(ITopicGrain topic, EditMessage command, CancellationToken cancellationToken)
    {
        var message = await GrainCalls.UntilSettled(() => topic.ReadOne(command.Seq, command.Actor.User.Id, CancellationToken.None), clock, cancellationToken);
        return message.Value is { MentionsAll: true };
    }
}
