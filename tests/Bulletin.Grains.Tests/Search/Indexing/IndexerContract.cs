using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Following;
using Bulletin.Grains.Search;
using Bulletin.Grains.Search.Analysis;
using Bulletin.Grains.Search.Indexing;
using Bulletin.Grains.Storage.Sql;
using Bulletin.Grains.Tests.Topics;
using Bulletin.Grains.Topics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Bulletin.Grains.Tests.Search.Indexing;

/// <summary>What is posted can be found, as it is now and once, whatever happens to the indexer and whatever database is below.</summary>
public abstract partial class IndexerContract(TopicCluster cluster)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ISearchStore Store => cluster.Services.GetRequiredService<ISearchStore>();

    [Fact]
    public async Task A_post_is_found_by_its_words_its_author_whom_it_mentions_and_what_it_has()
    {
        var (ada, bob) = (await cluster.SignUp("ada"), await cluster.SignUp("bob"));
        var topic = await cluster.NewTopic(ada);
        Assert.NotNull((await topic.Post(new(Guid.CreateVersion7(), ada, "kettle `on` https://tea.example", null, [bob.User.Id]), Cancel)).Value);
        Assert.NotNull((await topic.React(new(1, bob, "👍"), Cancel)).Value);
        await Post(topic, bob, "kettle off");

        await Index(topic);

        Assert.Equal([2, 1], await Found(topic, "kettle"));
        Assert.Equal([1], await Found(topic, "kettle", query => query with { Authors = [ada.User.Id] }));
        Assert.Equal([1], await Found(topic, "kettle", query => query with { Mentioned = [bob.User.Id] }));
        Assert.Equal([1], await Found(topic, "kettle", query => query with { Has = MessageFeatures.Link | MessageFeatures.Code | MessageFeatures.Reaction }));
    }

    [Fact]
    public async Task An_edited_message_is_found_by_its_new_text_only_and_a_deleted_or_purged_one_not_at_all()
    {
        var ada = await cluster.SignUp("ada");
        var topic = await cluster.NewTopic(ada);
        foreach (var text in (string[])["kettle one", "kettle two", "kettle three"]) await Post(topic, ada, text);
        await Index(topic);
        Assert.Equal([3, 2, 1], await Found(topic, "kettle"));

        Assert.NotNull((await topic.Edit(new(1, ada, "teapot one"), Cancel)).Value);
        Assert.NotNull((await topic.Delete(new(2, ada), Cancel)).Value);
        Assert.NotNull((await topic.Purge([3], Cancel)).Value);
        await Index(topic);

        Assert.Empty(await Found(topic, "kettle"));
        Assert.Equal([1], await Found(topic, "teapot"));
        Assert.Equal([1], await Indexed(topic));
    }

    [Fact]
    public async Task What_was_read_but_not_written_when_a_silo_died_is_indexed_by_another()
    {
        var ada = await cluster.SignUp("ada");
        var topic = await cluster.NewTopic(ada);
        await Post(topic, ada, "kettle");
        using (var dying = NewIndexer(new UnwrittenSearchStore(Store)))
        {
            dying.Changed(topic.GetPrimaryKey());
            Assert.False(await dying.Follow(Cancel));
        }
        Assert.Empty(await Found(topic, "kettle"));

        using var indexer = NewIndexer();
        await new FollowerSweep(indexer, _ => true, AMinuteLater()).Sweep(Cancel);
        await IndexAll(indexer);

        Assert.Equal([1], await Found(topic, "kettle"));
    }

    [Fact]
    public async Task Silos_that_index_a_topic_at_once_index_each_message_once_and_as_it_is_now()
    {
        var ada = await cluster.SignUp("ada");
        var topic = await cluster.NewTopic(ada);
        for (var i = 0; i < 10; i++) await Post(topic, ada, "kettle");

        await Task.WhenAll([Index(topic), Edit(), Index(topic), Index(topic)]);
        await Index(topic);

        Assert.Equal(Enumerable.Range(2, 9), await Indexed(topic, except: 1));
        Assert.Equal([1], await Found(topic, "teapot"));
        Assert.DoesNotContain(1, await Found(topic, "kettle"));

        async Task Edit() => Assert.NotNull((await topic.Edit(new(1, ada, "teapot"), Cancel)).Value);
    }

    [Fact]
    public async Task What_nobody_hinted_at_since_too_much_waited_is_found_by_a_sweep()
    {
        var ada = await cluster.SignUp("ada");
        ITopicGrain[] topics = [await cluster.NewTopic(ada), await cluster.NewTopic(ada), await cluster.NewTopic(ada)];
        foreach (var topic in topics) await Post(topic, ada, "kettle");
        using var indexer = NewIndexer(capacity: 1);
        foreach (var topic in topics) indexer.Changed(topic.GetPrimaryKey());
        Assert.Equal(1, indexer.Waiting);
        await IndexAll(indexer);
        Assert.Empty(await Found(topics[1], "kettle"));

        FollowerSweep sweep = new(indexer, _ => true, AMinuteLater());
        while ((await Task.WhenAll(topics.Select(topic => Found(topic, "kettle")))).Any(found => found.Count == 0))
        {
            await sweep.Sweep(Cancel);
            // Other tests' topics may be among those that wait; each round makes room for more.
            Assert.True(indexer.Waiting > 0, "The sweep finds nothing more.");
            await IndexAll(indexer);
        }
    }

    [Fact]
    public async Task A_walk_finds_an_edit_that_a_silo_left_when_it_died()
    {
        var ada = await cluster.SignUp("ada");
        var topic = await cluster.NewTopic(ada);
        await Post(topic, ada, "kettle");
        await Index(topic);
        Assert.NotNull((await topic.Edit(new(1, ada, "teapot"), Cancel)).Value);

        await WalkAll();

        Assert.Equal([1], await Found(topic, "teapot"));
        Assert.Empty(await Found(topic, "kettle"));
    }

    [Fact]
    public async Task A_topic_that_fails_holds_up_no_other_and_is_tried_again_later()
    {
        var ada = await cluster.SignUp("ada");
        var (broken, whole) = (await cluster.NewTopic(ada), await cluster.NewTopic(ada));
        foreach (var topic in (ITopicGrain[])[broken, whole]) await Post(topic, ada, "kettle");
        FakeTimeProvider clock = new(TimeProvider.System.GetUtcNow());
        BrokenTopicSearchStore store = new(Store) { Broken = broken.GetPrimaryKey() };
        using var indexer = NewIndexer(store, clock);

        indexer.Changed(broken.GetPrimaryKey());
        indexer.Changed(whole.GetPrimaryKey());
        Assert.False(await indexer.Follow(Cancel));
        Assert.Empty(await Found(broken, "kettle"));
        Assert.Equal([1], await Found(whole, "kettle"));

        store.Broken = null;
        clock.Advance(TimeSpan.FromSeconds(1));
        await indexer.Retry(Cancel);

        Assert.Equal([1], await Found(broken, "kettle"));
    }

    [Fact]
    public async Task A_message_that_cannot_be_analyzed_is_found_without_its_words_and_those_after_it_as_usual()
    {
        var ada = await cluster.SignUp("ada");
        var topic = await cluster.NewTopic(ada);
        foreach (var text in (string[])["kettle one", "kettle two"]) await Post(topic, ada, text);
        using var indexer = NewIndexer(analyze: text => text == "kettle one" ? throw new InvalidOperationException("Broken, as told.") : TextAnalyzer.Analyze(text));

        indexer.Changed(topic.GetPrimaryKey());
        await IndexAll(indexer);

        Assert.Equal([2], await Found(topic, "kettle"));
        Assert.Equal([2, 1], await Found(topic, word: null));
    }

    [Fact]
    public async Task What_is_more_than_a_round_takes_is_indexed_in_as_many_as_it_takes()
    {
        var ada = await cluster.SignUp("ada");
        var topic = await cluster.NewTopic(ada);
        for (var i = 0; i < 5; i++) await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => Post(topic, ada, "kettle")));

        using var indexer = NewIndexer();
        indexer.Changed(topic.GetPrimaryKey());
        Assert.True(await indexer.Follow(Cancel));
        Assert.Equal(1, indexer.Waiting);
        await IndexAll(indexer);

        Assert.Equal(Enumerable.Range(1, 2_500), await Indexed(topic));
    }

    [Fact]
    public async Task A_topic_with_many_changes_takes_what_others_leave_of_a_round()
    {
        var ada = await cluster.SignUp("ada");
        var busy = await cluster.NewTopic(ada);
        await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => Post(busy, ada, "kettle")));
        using var indexer = NewIndexer();
        indexer.Changed(busy.GetPrimaryKey());
        for (var i = 0; i < 20; i++)
        {
            var quiet = await cluster.NewTopic(ada);
            await Post(quiet, ada, "teapot");
            indexer.Changed(quiet.GetPrimaryKey());
        }

        Assert.True(await indexer.Follow(Cancel));

        Assert.Equal(0, indexer.Waiting);
        Assert.Equal(300, (await Indexed(busy)).Count);
    }

    [Fact]
    public async Task A_hint_wakes_an_indexer_that_waits()
    {
        var ada = await cluster.SignUp("ada");
        var topic = await cluster.NewTopic(ada);
        await Post(topic, ada, "kettle");
        SignallingSearchStore store = new(Store);
        using var indexer = NewIndexer(store);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var running = indexer.Run(stopping.Token);

        indexer.Changed(topic.GetPrimaryKey());
        await store.Written.WaitAsync(Cancel);
        Assert.Equal([1], await Found(topic, "kettle"));

        await stopping.CancelAsync();
        await running;
    }

    [Fact]
    public async Task A_commit_hints_at_the_topic()
    {
        var ada = await cluster.SignUp("ada");
        var topic = await cluster.NewTopic(ada);
        var indexers = cluster.Cluster.Silos.Select(silo => ((Orleans.TestingHost.InProcessSiloHandle)silo).ServiceProvider.GetRequiredService<Indexer>()).ToArray();
        foreach (var indexer in indexers) await IndexAll(indexer);

        await Post(topic, ada, "kettle");
        foreach (var indexer in indexers) await IndexAll(indexer);

        Assert.Equal([1], await Found(topic, "kettle"));
    }

    [Fact]
    public async Task How_long_a_message_could_not_be_found_is_measured_once()
    {
        var ada = await cluster.SignUp("ada");
        var topic = await cluster.NewTopic(ada);
        using var meters = new ServiceCollection().AddMetrics().BuildServiceProvider();
        ConcurrentQueue<double> lags = new();
        using var listener = Listen(meters, lags);
        await Post(topic, ada, "kettle");
        await Index(topic);
        var posted = (await topic.Post(new(Guid.CreateVersion7(), ada, "kettle", null), Cancel)).Value!.Message;
        using var indexer = NewIndexer(clock: new FakeTimeProvider(posted.CreatedAt.AddSeconds(1.5)), meters: meters);

        indexer.Changed(topic.GetPrimaryKey());
        await IndexAll(indexer);
        Assert.NotNull((await topic.Edit(new(2, ada, "teapot"), Cancel)).Value);
        indexer.Changed(topic.GetPrimaryKey());
        await IndexAll(indexer);

        Assert.Equal([1.5], lags);
    }

    [Fact]
    public async Task What_was_posted_before_it_could_be_indexed_is_not_measured()
    {
        var ada = await cluster.SignUp("ada");
        var topic = await cluster.NewTopic(ada);
        await Post(topic, ada, "kettle");
        using var meters = new ServiceCollection().AddMetrics().BuildServiceProvider();
        ConcurrentQueue<double> lags = new();
        using var listener = Listen(meters, lags);
        using var indexer = NewIndexer(clock: new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddDays(1)), meters: meters);

        indexer.Changed(topic.GetPrimaryKey());
        await IndexAll(indexer);

        Assert.Equal([1], await Found(topic, "kettle"));
        Assert.Empty(lags);
    }

    private static MeterListener Listen(ServiceProvider meters, ConcurrentQueue<double> lags)
    {
        MeterListener listener = new();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Scope == meters.GetRequiredService<IMeterFactory>() && instrument.Name == "bulletin.search.lag") self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((_, lag, _, _) => lags.Enqueue(lag));
        listener.Start();
        return listener;
    }

    private async Task Index(ITopicGrain topic)
    {
        using var indexer = NewIndexer();
        indexer.Changed(topic.GetPrimaryKey());
        await IndexAll(indexer);
    }

    private async Task WalkAll()
    {
        using var indexer = NewIndexer();
        await new FollowerWalk(indexer, _ => true, TimeProvider.System).Walk(Cancel);
        await IndexAll(indexer);
    }

    private static async Task IndexAll(Indexer indexer)
    {
        while (indexer.Waiting > 0) Assert.True(await indexer.Follow(Cancel));
    }

    private Indexer NewIndexer(
        ISearchStore? store = null, TimeProvider? clock = null, Func<string, AnalyzedText>? analyze = null, int capacity = 100_000, IServiceProvider? meters = null) => new(
        store ?? Store, new((meters ?? cluster.Services).GetRequiredService<IMeterFactory>()), clock ?? TimeProvider.System, NullLogger<Indexer>.Instance,
        analyze ?? TextAnalyzer.Analyze, new(LeavesRoom: 0, LeavesRoomWhenBehind: 0, LeavesRoomWhenQuiet: 0, MostRoom: TimeSpan.Zero, MostFound: capacity, capacity));

    /// <summary>A sweep leaves to others what has just happened.</summary>
    private static FakeTimeProvider AMinuteLater() => new(TimeProvider.System.GetUtcNow().AddMinutes(1));

    private static async Task<Message> Post(ITopicGrain topic, Actor author, string text)
    {
        var posted = (await topic.Post(new(Guid.CreateVersion7(), author, text, null), Cancel)).Value;
        Assert.NotNull(posted);
        return posted.Message;
    }

    /// <summary>What a search finds in the topic, the newest first.</summary>
    private async Task<IReadOnlyList<int>> Found(ITopicGrain topic, string? word, Func<SearchCriteria, SearchCriteria>? with = null)
    {
        SearchCriteria criteria = new(
            word is null ? null : new SearchCondition.Term(word), [], [topic.GetPrimaryKey()], [], MessageFeatures.None, From: null, Until: null);
        List<int> found = [];
        for (long? before = null; ;)
        {
            var page = await Store.Find((with ?? (same => same))(criteria), viewer: null, before, 100, Cancel);
            found.AddRange(page.Select(hit => (int)hit.Message.Seq));
            if (page.Count < 100) return found;
            before = page[^1].Place;
        }
    }

    /// <summary>The entries of the index, which has one for each message of the topic.</summary>
    private async Task<IReadOnlyList<int>> Indexed(ITopicGrain topic, int? except = null) => await cluster.Services.GetRequiredService<SqlDatabase>().Query(
        "SELECT seq FROM message_search WHERE topic_id = @topic AND seq <> @except ORDER BY seq", row => (int)row.GetInt64(0), Cancel,
        ("topic", topic.GetPrimaryKey()), ("except", except ?? 0));
}

public sealed class IndexerOnPostgres(PostgresTopicCluster cluster) : IndexerContract(cluster), IClassFixture<PostgresTopicCluster>;

public sealed class IndexerOnSqlite(SqliteTopicCluster cluster) : IndexerContract(cluster), IClassFixture<SqliteTopicCluster>;
