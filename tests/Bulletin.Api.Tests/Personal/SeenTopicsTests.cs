using Bulletin.Api.Directory;
using Bulletin.Api.Fanout;
using Bulletin.Api.Http;
using Bulletin.Api.Limits;
using Bulletin.Api.Personal;
using Bulletin.Api.Subscriptions;
using Bulletin.Api.Topics;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Topics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Bulletin.Api.Tests.Personal;

/// <summary>What grains say of changes is lost here: the gateway knows topics as they were when it read them.</summary>
public sealed class SeenTopicsTests : IAsyncDisposable
{
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().AddSingleton<LiveMetrics>().BuildServiceProvider();
    private readonly KnownTopics known = new();
    private readonly Letters letters = new();
    private readonly OneSilo silo;
    private readonly SubscriptionRenewals renewals = new(TimeProvider.System, NullLogger<SubscriptionRenewals>.Instance);
    private readonly TopicReplicas joined;
    private readonly PublicDirectory publicList;
    private readonly SeenTopics seen;

    public SeenTopicsTests(OneSilo silo)
    {
        this.silo = silo;
        var grains = LossyFactory.Around(silo.Grains, letters);
        joined = new(grains, renewals, known, new(Options.Create(new LimitOptions()), TimeProvider.System), Metrics, NullLogger<TopicReplica>.Instance, TimeProvider.System);
        publicList = new(grains, renewals, Metrics, TimeProvider.System, NullLogger<PublicDirectory>.Instance);
        seen = new(joined, publicList, grains, TimeProvider.System);
    }

    [Fact]
    public async Task A_public_topic_that_is_listed_here_is_not_asked()
    {
        var ada = await silo.SignUp();
        var topic = await Listed(ada);

        Assert.Equal(topic.GetPrimaryKey(), (await seen.Require(topic.GetPrimaryKey(), ada.User.Id, seq: 0, Cancel)).Id);

        Assert.Equal(0, letters.Gets);
    }

    [Fact]
    public async Task A_public_topic_that_is_followed_here_is_not_asked()
    {
        var ada = await silo.SignUp();
        var topic = (await silo.NewTopic(ada)).GetPrimaryKey();
        await using Listener client = new(Metrics, userId: ada.User.Id);
        Assert.NotNull((await joined.Join(client.Connection, topic, after: null, Cancel)).Value);
        var before = letters.Gets;

        Assert.Equal(topic, (await seen.Require(topic, ada.User.Id, seq: 0, Cancel)).Id);

        Assert.Equal(before, letters.Gets);
    }

    [Fact]
    public async Task A_private_topic_is_asked_each_time_though_it_is_followed_here()
    {
        Actor ada = await silo.SignUp(), lin = await silo.SignUp();
        var topic = await silo.NewPrivateTopic(ada, lin);
        await using Listener client = new(Metrics, userId: lin.User.Id);
        Assert.NotNull((await joined.Join(client.Connection, topic.GetPrimaryKey(), after: null, Cancel)).Value);
        letters.OnlyChanges = true;
        Assert.NotNull((await topic.RemoveMember(new(lin.User.Id, ada), Cancel)).Value);

        Assert.Equal("topic_not_found", await CodeOf(topic.GetPrimaryKey(), lin, seq: 0));
    }

    [Fact]
    public async Task A_topic_that_has_gone_on_is_asked_how_far_it_reaches()
    {
        var ada = await silo.SignUp();
        var topic = await Listed(ada);
        await topic.Post(new(Guid.CreateVersion7(), ada, "Hello", null), Cancel);

        Assert.Equal(1, (await seen.Require(topic.GetPrimaryKey(), ada.User.Id, seq: 1, Cancel)).LastSeq);
    }

    [Fact]
    public async Task A_message_that_is_not_there_yet_is_refused()
    {
        var ada = await silo.SignUp();
        var topic = (await silo.NewTopic(ada)).GetPrimaryKey();

        Assert.Equal("validation_failed", await CodeOf(topic, ada, seq: 1));
    }

    [Fact]
    public async Task A_topic_that_does_not_exist_is_not_found_whatever_the_message() =>
        Assert.Equal("topic_not_found", await CodeOf(Guid.CreateVersion7(), await silo.SignUp(), seq: 99));

    public ValueTask DisposeAsync()
    {
        known.Dispose();
        renewals.Dispose();
        return services.DisposeAsync();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private LiveMetrics Metrics => services.GetRequiredService<LiveMetrics>();

    /// <summary>A public topic that this gateway lists as it is before its first message.</summary>
    private async Task<ITopicGrain> Listed(Actor creator)
    {
        var topic = await silo.NewTopic(creator);
        await publicList.Renew(Cancel);
        publicList.Saw((await topic.Get(creator.User.Id, Cancel)).Value!);
        return topic;
    }

    private async Task<string> CodeOf(Guid topicId, Actor actor, long seq) =>
        (await Assert.ThrowsAsync<ProblemException>(() => seen.Require(topicId, actor.User.Id, seq, Cancel).AsTask())).Problem.Code;
}
