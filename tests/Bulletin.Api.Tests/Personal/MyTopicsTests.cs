using Bulletin.Api.Directory;
using Bulletin.Api.Fanout;
using Bulletin.Api.Limits;
using Bulletin.Api.Personal;
using Bulletin.Api.Subscriptions;
using Bulletin.Api.Topics;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Directory;
using Bulletin.Grains.Personal;
using Bulletin.Grains.Topics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Bulletin.Api.Tests.Personal;

public sealed class MyTopicsTests : IAsyncLifetime
{
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().AddSingleton<LiveMetrics>().BuildServiceProvider();
    private readonly KnownTopics known = new();
    private readonly SaidOfPerson said = new();
    private readonly Letters letters = new();
    // Its clock stands still: what was spent stays spent.
    private readonly AllLimits limits = new(Options.Create(new LimitOptions()), new FakeTimeProvider());
    private readonly OneSilo silo;
    private readonly SubscriptionRenewals renewals = new(TimeProvider.System, NullLogger<SubscriptionRenewals>.Instance);
    private readonly PublicDirectory publicList;
    private readonly MyTopics mine;
    private Actor ada = null!;
    private int made;

    public MyTopicsTests(OneSilo silo)
    {
        this.silo = silo;
        var metrics = services.GetRequiredService<LiveMetrics>();
        // Topics keep the place that a test gives them: what the directory says is lost.
        var grains = PersonOf.Test(said, LossyFactory.Around(silo.Grains, letters));
        TopicReplicas joined = new(
            grains, renewals, known, new(Options.Create(new LimitOptions()), TimeProvider.System), metrics, NullLogger<TopicReplica>.Instance, TimeProvider.System);
        publicList = new(grains, renewals, metrics, TimeProvider.System, NullLogger<PublicDirectory>.Instance);
        PersonalDirectories people = new(grains, renewals, metrics, TimeProvider.System, NullLogger<PersonalDirectory>.Instance);
        Directories directories = new(publicList, people, grains, TimeProvider.System, NullLogger<Directories>.Instance);
        SeenTopics seen = new(joined, publicList, grains, TimeProvider.System);
        mine = new(directories, seen, new HeldRefusals(TimeProvider.System), limits, grains, TimeProvider.System);
    }

    [Fact]
    public async Task A_first_page_that_is_among_the_latest_topics_is_not_read_from_the_database()
    {
        var (older, newer) = (await New(), await New());
        Has(older, newer);

        var page = await mine.Page(ada.User.Id, TopicFilter.All, limit: 1, after: null, Cancel);

        Assert.Equal(newer, Assert.Single(page.Items).Topic.Id);
        Assert.Equal(newer, page.Next!.Value.TopicId);
    }

    [Fact]
    public async Task What_is_not_filled_by_the_latest_topics_is_asked_for()
    {
        // More topics than are looked through, so that nothing is known of the others.
        for (var i = 0; i < 200; i++) await New();
        var topic = (await silo.Grains.Topic(await New()).Get(ada.User.Id, Cancel)).Value!;
        var further = DirectoryCursor.Of(topic);
        said.Topics = (_, limit, _) => new(limit == 2 ? [new(topic, SaidOfPerson.State(topic.Id, 1))] : [], further);
        Has(topic.Id);

        var page = await mine.Page(ada.User.Id, TopicFilter.All, limit: 2, after: null, Cancel);

        Assert.Equal(topic.Id, Assert.Single(page.Items).Topic.Id);
        Assert.Equal(further, page.Next);
    }

    [Fact]
    public async Task A_further_page_and_one_of_unread_topics_are_asked_for()
    {
        var topic = (await silo.Grains.Topic(await New()).Get(ada.User.Id, Cancel)).Value!;
        said.Topics = (_, _, _) => new([new(topic, SaidOfPerson.State(topic.Id, 1))], null);

        var further = await mine.Page(ada.User.Id, TopicFilter.All, limit: 2, DirectoryCursor.Of(topic), Cancel);
        var unread = await mine.Page(ada.User.Id, TopicFilter.Unread, limit: 2, after: null, Cancel);

        Assert.Single(further.Items);
        Assert.Single(unread.Items);
    }

    [Fact]
    public async Task Of_some_topics_those_that_are_hidden_or_not_theirs_are_left_out()
    {
        var (first, second, untouched) = (await New(), await New(), await New());
        var hidden = (await silo.NewPrivateTopic(await silo.SignUp())).GetPrimaryKey();
        Has(first, second, hidden);

        var page = await mine.Some(ada.User.Id, [second, hidden, untouched, first, Guid.CreateVersion7()], Cancel);

        Assert.Equal([second, first], page.Items.Select(item => item.Topic.Id));
        Assert.Null(page.Next);
    }

    [Fact]
    public async Task A_topic_that_the_person_has_nothing_of_is_not_asked()
    {
        var stranger = await silo.SignUp();
        var (own, hidden) = (await silo.NewPrivateTopic(ada), await silo.NewPrivateTopic(stranger));
        Has(own.GetPrimaryKey());

        await mine.Some(ada.User.Id, [own.GetPrimaryKey(), hidden.GetPrimaryKey(), Guid.CreateVersion7()], Cancel);

        Assert.Equal(1, letters.Gets);
    }

    [Fact]
    public async Task Each_further_topic_that_is_asked_is_paid_for()
    {
        Guid[] topics = [await Private(), await Private(), await Private()];
        Has(topics);
        var before = limits.Searching.Acquire(ada.User.Id.ToString()).Remaining;

        await mine.Some(ada.User.Id, topics, Cancel);

        Assert.Equal(before - 2 - 1, limits.Searching.Acquire(ada.User.Id.ToString()).Remaining);

        async Task<Guid> Private() => (await silo.NewPrivateTopic(ada)).GetPrimaryKey();
    }

    public async ValueTask InitializeAsync() => ada = await silo.SignUp();

    public ValueTask DisposeAsync()
    {
        known.Dispose();
        renewals.Dispose();
        return services.DisposeAsync();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A public topic that this gateway lists above all others.</summary>
    private async Task<Guid> New()
    {
        var grain = silo.Grains.Topic(Guid.CreateVersion7());
        var topic = (await grain.Create(new("tea", null, ada), Cancel)).Value!;
        if (!publicList.IsLoaded) await publicList.Renew(Cancel);
        publicList.Saw(topic with { LastActivityAt = DateTimeOffset.UnixEpoch.AddYears(100).AddSeconds(++made) });
        return topic.Id;
    }

    /// <summary>The person has something of these topics.</summary>
    private void Has(params Guid[] topicIds) => said.States = asked =>
    {
        Assert.InRange(asked.Count, 1, 200);
        return [.. asked.Where(id => topicIds.Contains(id)).Select(id => SaidOfPerson.State(id, 1))];
    };
}
