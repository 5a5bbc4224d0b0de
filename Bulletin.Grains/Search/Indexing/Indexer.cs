using Bulletin.Grains.Following;
using Bulletin.Grains.Search.Analysis;
using Microsoft.Extensions.Logging;

namespace Bulletin.Grains.Search.Indexing;

/// <summary>
/// Brings what was posted, edited and deleted into the search index. The entries of messages and the marks of their topics are written together. If two
/// silos index the same topic, the later revision of each message stays.
/// </summary>
internal sealed class Indexer : LogFollower
{
    /// <summary>How many topics are read together.</summary>
    private const int TopicsOfPart = 100;

    /// <summary>About how many changes one round indexes. A part reads as many: of few topics many of each, of many topics at least a few.</summary>
    private const int ChangesAtOnce = 500;

    /// <summary>An entry costs the database as much as several posts. So the indexer takes a fifth of its time, a twentieth if it cannot keep up,
    /// and half of it when only what is old waits.</summary>
    private static readonly FollowerPace Pace =
        new(LeavesRoom: 4, LeavesRoomWhenBehind: 19, LeavesRoomWhenQuiet: 1, MostRoom: TimeSpan.FromSeconds(5), MostFound: 200);

    private readonly ISearchStore store;
    private readonly IndexerMetrics metrics;
    private readonly TimeProvider clock;
    private readonly MessageAnalysis analysis;
    private readonly DateTimeOffset started;
    private DateTimeOffset? rebuild;

    public Indexer(ISearchStore store, IndexerMetrics metrics, TimeProvider clock, ILogger<Indexer> logger)
        : this(store, metrics, clock, logger, TextAnalyzer.Analyze, Pace)
    {
    }

    internal Indexer(ISearchStore store, IndexerMetrics metrics, TimeProvider clock, ILogger<Indexer> logger, Func<string, AnalyzedText> analyze, FollowerPace pace)
        : base(pace, metrics, clock, logger)
    {
        (this.store, this.metrics, this.clock) = (store, metrics, clock);
        analysis = new(analyze, logger);
        started = clock.GetUtcNow();
    }

    public override ITopicsBehind Log => store;

    /// <summary>Once after a new index was asked for.</summary>
    public override async Task<bool> MustWalk(CancellationToken cancellationToken)
    {
        var before = rebuild;
        rebuild = await store.RebuildAsked(cancellationToken);
        return rebuild != before;
    }

    protected override async Task<int> Follow(IReadOnlyList<Guid> topicIds, CancellationToken cancellationToken)
    {
        var indexed = 0;
        List<Guid> history = [];
        foreach (var part in topicIds.Chunk(TopicsOfPart))
        {
            if (indexed < ChangesAtOnce) indexed += await Index(part, history, cancellationToken);
            else foreach (var topicId in part) NotYet(topicId);
        }
        foreach (var part in history.Chunk(TopicsOfPart))
        {
            if (indexed < ChangesAtOnce) indexed += await Index(part, later: null, cancellationToken);
            else foreach (var topicId in part) Found(topicId);
        }
        return indexed;
    }

    /// <summary>A few changes of each topic at first, so that no topic waits for another; then more of those that have more.</summary>
    /// <param name="later">Takes the topics of which only history is left. Null: it is indexed now.</param>
    /// <returns>How many changes were indexed.</returns>
    private async Task<int> Index(Guid[] topicIds, List<Guid>? later, CancellationToken cancellationToken)
    {
        var indexed = 0;
        while (topicIds.Length > 0 && indexed < ChangesAtOnce)
        {
            var topics = await store.Read(topicIds, ChangesAtOnce / topicIds.Length, cancellationToken);
            foreach (var batch in IndexBatches.Of(topics))
            {
                await store.Write([.. batch.Select(analysis.Of)], cancellationToken);
                Measure(batch);
            }
            indexed += topics.Sum(topic => topic.Changes.Count);
            later?.AddRange(topics.Where(topic => topic is { More: false, HasHistory: true }).Select(topic => topic.TopicId));
            topicIds = [.. topics.Where(topic => topic.More || topic.HasHistory && later is null).Select(topic => topic.TopicId)];
        }
        foreach (var topicId in topicIds) Found(topicId);
        return indexed;
    }

    /// <summary>Only what could not be found before: when a message was edited or got a reaction is not known. Of what is history, or the beginning of a topic,
    /// only what this silo may have been told of.</summary>
    private void Measure(IEnumerable<TopicToIndex> written)
    {
        var now = clock.GetUtcNow();
        foreach (var topic in written)
            foreach (var message in topic.Changes.Where(message => message is { IsIndexed: false, Text: not null } && (!topic.IsHistory || message.CreatedAt >= started)))
                metrics.Followed(now - message.CreatedAt);
    }
}
