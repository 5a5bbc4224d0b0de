using Bulletin.Api.Http;
using Bulletin.Api.Topics.Mentions;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Audit;
using Bulletin.Grains.Personal;
using Bulletin.Grains.Topics;

namespace Bulletin.Api.Tests;

public sealed class MentionOfAllTests(OneSilo silo)
{
    private readonly MentionOfAll mention = new(silo.Grains, TimeProvider.System);

    [Fact]
    public async Task Twenty_others_are_mentioned_without_asking()
    {
        var (ada, topic) = await Made(others: 20);

        await mention.RequireFew(topic.GetPrimaryKey(), Post(ada), Cancel);
    }

    [Fact]
    public async Task More_need_a_confirmation_that_tells_how_many_they_are()
    {
        var (ada, topic) = await Made(others: 21);

        var refused = await Assert.ThrowsAsync<ProblemException>(() => mention.RequireFew(topic.GetPrimaryKey(), Post(ada), Cancel));

        Assert.Equal(("confirm_all", "This would notify 21 people."), (refused.Problem.Code, refused.Problem.Detail));
    }

    [Fact]
    public async Task Of_those_who_follow_a_public_topic_the_author_is_not_counted()
    {
        var ada = await silo.SignUp();
        var topicId = (await silo.NewTopic(ada)).GetPrimaryKey();
        await Follow(ada, topicId);
        for (var i = 0; i < 20; i++) await Follow(await silo.SignUp(), topicId);

        await mention.RequireFew(topicId, Post(ada), Cancel);
        var refused = await Assert.ThrowsAsync<ProblemException>(async () => await mention.RequireFew(topicId, Post(await silo.SignUp()), Cancel));
        await Follow(await silo.SignUp(), topicId);
        var mine = await Assert.ThrowsAsync<ProblemException>(() => mention.RequireFew(topicId, Post(ada), Cancel));

        Assert.Equal("This would notify 21 people.", refused.Problem.Detail);
        Assert.Equal("This would notify 21 people.", mine.Problem.Detail);
    }

    [Fact]
    public async Task A_post_that_has_been_made_is_not_asked_about_when_it_is_repeated()
    {
        var (ada, topic) = await Made(others: 21);
        var post = Post(ada);
        Assert.NotNull((await topic.Post(post, Cancel)).Value);

        await mention.RequireFew(topic.GetPrimaryKey(), post, Cancel);
    }

    [Fact]
    public async Task An_edit_is_asked_about_unless_the_message_mentions_everybody_already()
    {
        var (ada, topic) = await Made(others: 21);
        var topicId = topic.GetPrimaryKey();
        Assert.NotNull((await topic.Post(Post(ada) with { Text = "tea", MentionsAll = false }, Cancel)).Value);
        Assert.NotNull((await topic.Post(Post(ada), Cancel)).Value);

        var refused = await Assert.ThrowsAsync<ProblemException>(() => mention.RequireFew(topicId, Edit(1, ada), Cancel));
        await mention.RequireFew(topicId, Edit(2, ada), Cancel);

        Assert.Equal("confirm_all", refused.Problem.Code);
    }

    [Fact]
    public async Task Whoever_may_not_see_the_topic_is_answered_as_if_it_did_not_exist()
    {
        var (_, topic) = await Made(others: 21);
        var stranger = await silo.SignUp();

        var hidden = await Assert.ThrowsAsync<ProblemException>(() => mention.RequireFew(topic.GetPrimaryKey(), Post(stranger), Cancel));
        var missing = await Assert.ThrowsAsync<ProblemException>(() => mention.RequireFew(Guid.CreateVersion7(), Post(stranger), Cancel));

        Assert.Equal("topic_not_found", hidden.Problem.Code);
        Assert.Equal(missing.Problem, hidden.Problem);
    }

    [Fact]
    public async Task An_edit_by_an_admin_is_not_asked_about()
    {
        var (_, topic) = await Made(others: 21);
        var admin = (await silo.SignUp()) with { IsAdmin = true, Origin = new Origin("192.0.2.7", TraceId: null, IsAdminApi: true) };

        await mention.RequireFew(topic.GetPrimaryKey(), Edit(1, admin), Cancel);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static PostMessage Post(Actor author) => new(Guid.CreateVersion7(), author, "@all", ReplyTo: null, MentionsAll: true);

    private static EditMessage Edit(long seq, Actor author) => new(seq, author, "@all!", MentionsAll: true);

    private async Task Follow(Actor person, Guid topicId) =>
        Assert.NotNull((await silo.Grains.GetGrain<IPersonalGrain>(person.User.Id).Follow(topicId, follows: true, head: 0, Cancel)).Value);

    private async Task<(Actor Ada, ITopicGrain Topic)> Made(int others)
    {
        var ada = await silo.SignUp();
        List<Actor> members = [];
        while (members.Count < others) members.Add(await silo.SignUp());
        return (ada, await silo.NewPrivateTopic(ada, [.. members]));
    }
}
