using Bulletin.Api.Directory;
using Bulletin.Api.Fanout;
using Bulletin.Api.Subscriptions;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Directory;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Members;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Bulletin.Api.Tests;

/// <summary>What grains say of changes is lost here: the lists move only by what was done through this gateway.</summary>
public sealed class DirectoriesTests : IAsyncLifetime
{
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().AddSingleton<LiveMetrics>().BuildServiceProvider();
    private readonly FakeTimeProvider clock = new();
    private readonly OneSilo silo;
    private readonly LiveMetrics metrics;
    private readonly SubscriptionRenewals renewals;
    private readonly PublicDirectory everybodys;
    private readonly PersonalDirectories personal;
    private readonly Directories directories;

    public DirectoriesTests(OneSilo silo)
    {
        this.silo = silo;
        metrics = services.GetRequiredService<LiveMetrics>();
        var grains = LossyFactory.Around(silo.Grains, new Letters());
        renewals = new(clock, NullLogger<SubscriptionRenewals>.Instance);
        everybodys = new(grains, renewals, metrics, clock, NullLogger<PublicDirectory>.Instance);
        personal = new(grains, renewals, metrics, clock, NullLogger<PersonalDirectory>.Instance);
        directories = new(everybodys, personal, grains, clock, NullLogger<Directories>.Instance);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_has_no_private_topics_is_given_the_very_page_that_everybody_is()
    {
        Actor ada = await silo.SignUp(), lin = await silo.SignUp();

        var page = await First(ada);

        Assert.Same(page, everybodys.Held(DirectoryReplica.FirstPage, after: null));
        Assert.Same(page, await First(lin));
    }

    [Fact]
    public async Task Ones_own_topics_are_among_everybody_s_and_the_page_is_made_once_until_something_moves()
    {
        var ada = await silo.SignUp();
        var own = await Create(ada, Access.Private);

        var page = await First(ada);
        Assert.Contains(page.Items, topic => topic.Id == own.Id);
        Assert.Contains(page.Items, topic => topic.Access == Access.Public);
        Assert.Same(page, await First(ada));

        directories.Saw(own with { LastActivityAt = DateTimeOffset.UnixEpoch.AddYears(100), Revision = own.Revision + 1 }, ada.User.Id);
        Assert.Equal(own.Id, (await First(ada)).Items[0].Id);
    }

    [Fact]
    public async Task What_somebody_does_in_a_private_topic_moves_nobody_else_s_list()
    {
        Actor ada = await silo.SignUp(), lin = await silo.SignUp();
        var topic = await Create(ada, Access.Private, lin);
        var before = await First(lin);
        await First(ada);
        var renamed = topic with { Name = "coffee", Revision = topic.Revision + 1 };

        directories.Saw(renamed, ada.User.Id);

        Assert.Contains((await First(ada)).Items, listed => listed.Name == "coffee");
        Assert.Same(before, await First(lin));
    }

    [Fact]
    public async Task A_topic_that_somebody_has_left_is_gone_from_their_list_at_once()
    {
        var ada = await silo.SignUp();
        var topic = await Create(ada, Access.Private);
        Assert.Contains((await First(ada)).Items, listed => listed.Id == topic.Id);

        directories.SawLeft(topic.Id, ada.User.Id);

        Assert.DoesNotContain((await First(ada)).Items, listed => listed.Id == topic.Id);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public async Task A_conversation_that_is_hidden_stays_if_it_goes_on_meanwhile(int messages, bool stays)
    {
        Actor ada = await silo.SignUp(), lin = await silo.SignUp();
        var conversation = await Create(ada, Access.Direct, lin);
        await First(ada);
        var before = directories.Held(conversation.Id, ada.User.Id);
        Assert.NotNull(before);
        directories.Saw(conversation with { LastSeq = messages, Revision = messages }, ada.User.Id);

        directories.SawHidden(before, ada.User.Id);

        Assert.Equal(stays, (await First(ada)).Items.Any(topic => topic.Id == conversation.Id));
    }

    [Fact]
    public async Task The_first_page_waits_only_so_long_for_ones_own_topics_and_is_not_answered_without_them()
    {
        var ada = await silo.SignUp();
        UnansweredCalls calls = new();
        var grains = HungPeople.Around(silo.Grains, calls);
        PersonalDirectories hung = new(grains, renewals, metrics, clock, NullLogger<PersonalDirectory>.Instance);
        Directories away = new(everybodys, hung, grains, clock, NullLogger<Directories>.Instance);

        var page = away.Page(ada.User.Id, DirectoryReplica.FirstPage, after: null, query: null, access: null, Cancel).AsTask();
        await calls.Next(nameof(IUserGrain.Watch));
        var load = hung.Find(ada.User.Id)!.Load(Cancel);
        clock.Advance(TimeSpan.FromSeconds(1));

        await calls.Next(nameof(ITopicIndexGrain.Page));
        Assert.False(load.IsCompleted, "the list is still waited for");
        while (!page.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
        await Assert.ThrowsAsync<TimeoutException>(() => page);
    }

    [Fact]
    public async Task A_list_known_to_be_empty_is_kept_longer()
    {
        Actor ada = await silo.SignUp(), lin = await silo.SignUp();
        await Create(lin, Access.Private);
        await First(ada);
        await First(lin);

        clock.Advance(PersonalDirectory.Kept + TimeSpan.FromSeconds(1));

        Assert.True(await personal.Find(ada.User.Id)!.Renew(Cancel));
        Assert.False(await personal.Find(lin.User.Id)!.Renew(Cancel));
        clock.Advance(PersonalDirectory.KeptEmpty);
        Assert.False(await personal.Find(ada.User.Id)!.Renew(Cancel));
    }

    [Theory]
    [InlineData(Access.Public)]
    [InlineData(Access.Private)]
    public async Task A_filter_lists_only_topics_of_its_kind(Access access)
    {
        var ada = await silo.SignUp();
        await Create(ada, Access.Private);

        var page = await directories.Page(ada.User.Id, DirectoryReplica.FirstPage, after: null, query: null, access, Cancel);

        Assert.NotEmpty(page.Items);
        Assert.All(page.Items, topic => Assert.Equal(access, topic.Access));
    }

    [Fact]
    public async Task A_search_finds_everybody_s_topics_and_ones_own_and_nobody_else_s()
    {
        Actor ada = await silo.SignUp(), lin = await silo.SignUp();
        var word = $"w{Guid.CreateVersion7():n}";
        var (shared, own, other) = (await Create(ada, Access.Public, word), await Create(ada, Access.Private, word), await Create(lin, Access.Private, word));

        var found = await directories.Page(ada.User.Id, 50, after: null, word, access: null, Cancel);

        Assert.Equal(new[] { shared.Id, own.Id }.Order(), found.Items.Select(topic => topic.Id).Order());
        Assert.DoesNotContain(found.Items, topic => topic.Id == other.Id);
    }

    [Theory]
    [InlineData(Access.Public, Access.Private)]
    [InlineData(Access.Private, Access.Public)]
    public async Task Abbreviations_are_left_out_if_a_name_in_either_list_contains_what_was_typed(Access contains, Access abbreviated)
    {
        var ada = await silo.SignUp();
        var word = $"w{Guid.CreateVersion7():n}";
        // A list that is known to be empty is not searched.
        await Create(ada, Access.Private);
        var other = await Create(ada, abbreviated, $"{word} Frontend");
        Assert.Equal(other.Id, Assert.Single((await Search()).Items).Id);
        var topic = await Create(ada, contains, $"{word} frnt");

        Assert.Equal(topic.Id, Assert.Single((await Search()).Items).Id);

        ValueTask<TopicPage> Search() => directories.Page(ada.User.Id, 50, after: null, $"{word} frnt", access: null, Cancel);
    }

    [Fact]
    public async Task A_connection_is_told_of_both_lists_until_it_leaves_them()
    {
        var ada = await silo.SignUp();
        await using Listener client = new(metrics, userId: ada.User.Id);

        var audiences = await directories.Watch(client.SendQueue, Cancel);

        Assert.Equal([everybodys.Audience, personal.Find(ada.User.Id)!.Audience], audiences);
        Assert.All(audiences, audience => Assert.False(audience.IsEmpty));
        client.Connection.WatchesDirectory(audiences);
        client.Connection.Leave();
        Assert.All(audiences, audience => Assert.True(audience.IsEmpty));
    }

    [Fact]
    public async Task The_list_of_who_neither_watches_nor_reads_is_given_up_and_that_of_who_watches_is_kept()
    {
        Actor reads = await silo.SignUp(), watches = await silo.SignUp();
        await using Listener client = new(metrics, userId: watches.User.Id);
        await Create(reads, Access.Private);
        await First(reads);
        await directories.Watch(client.SendQueue, Cancel);
        var (left, kept) = (personal.Find(reads.User.Id)!, personal.Find(watches.User.Id)!);
        Assert.False(((ISubscription)left).IsDue);

        clock.Advance(PersonalDirectory.Kept + TimeSpan.FromSeconds(1));

        Assert.True(((ISubscription)left).IsDue);
        Assert.False(await left.Renew(Cancel));
        Assert.True(await kept.Renew(Cancel));
        Assert.Null(personal.Find(reads.User.Id));
        Assert.Same(kept, personal.Find(watches.User.Id));
    }

    [Fact]
    public async Task A_topic_put_into_a_list_that_it_is_not_in_is_taken_out_again()
    {
        Actor ada = await silo.SignUp(), lin = await silo.SignUp();
        var notHers = await Create(lin, Access.Private);
        await First(ada);
        directories.Saw(notHers, ada.User.Id);
        Assert.Contains((await First(ada)).Items, topic => topic.Id == notHers.Id);

        await personal.Find(ada.User.Id)!.Renew(Cancel);
        await personal.Find(ada.User.Id)!.Renew(Cancel);

        Assert.DoesNotContain((await First(ada)).Items, topic => topic.Id == notHers.Id);
    }

    /// <summary>There is a public topic, and the list of those is loaded.</summary>
    public async ValueTask InitializeAsync()
    {
        await silo.NewTopic(await silo.SignUp());
        await everybodys.Renew(Cancel);
    }

    public ValueTask DisposeAsync()
    {
        renewals.Dispose();
        return services.DisposeAsync();
    }

    private ValueTask<TopicPage> First(Actor actor) =>
        directories.Page(actor.User.Id, DirectoryReplica.FirstPage, after: null, query: null, access: null, Cancel);

    private Task<Topic> Create(Actor actor, Access access, params Actor[] members) => Create(actor, access, "tea", members);

    private async Task<Topic> Create(Actor actor, Access access, string name, params Actor[] members)
    {
        var grain = silo.Grains.GetGrain<ITopicGrain>(Guid.CreateVersion7());
        return (await grain.Create(new(name, null, actor, access, [.. members.Select(member => member.User)]), Cancel)).Value!;
    }
}
