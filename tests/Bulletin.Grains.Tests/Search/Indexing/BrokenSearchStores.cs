using Bulletin.Grains.Search;

namespace Bulletin.Grains.Tests.Search.Indexing;

/// <summary>A search store as of a silo that dies before it has written anything.</summary>
internal sealed class UnwrittenSearchStore(ISearchStore store) : PassedOnSearchStore(store)
{
    public override Task Write(IReadOnlyList<IndexedTopic> topics, CancellationToken cancellationToken) => throw new StorageUnavailableException("Killed.");
}

/// <summary>A search store that fails whenever one topic is asked for.</summary>
internal sealed class BrokenTopicSearchStore(ISearchStore store) : PassedOnSearchStore(store)
{
    public Guid? Broken { get; set; }

    public override Task<IReadOnlyList<TopicToIndex>> Read(IReadOnlyList<Guid> topicIds, int limit, CancellationToken cancellationToken) =>
        topicIds.Any(topicId => topicId == Broken) ? throw new InvalidOperationException("Broken, as told.") : base.Read(topicIds, limit, cancellationToken);
}

/// <summary>A search store that says when something was written.</summary>
internal sealed class SignallingSearchStore(ISearchStore store) : PassedOnSearchStore(store)
{
    private readonly TaskCompletionSource written = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Written => written.Task;

    public override async Task Write(IReadOnlyList<IndexedTopic> topics, CancellationToken cancellationToken)
    {
        await base.Write(topics, cancellationToken);
        written.TrySetResult();
    }
}

internal abstract class PassedOnSearchStore(ISearchStore store) : ISearchStore
{
    public virtual Task<IReadOnlyList<TopicToIndex>> Read(IReadOnlyList<Guid> topicIds, int limit, CancellationToken cancellationToken) => store.Read(topicIds, limit, cancellationToken);

    public virtual Task Write(IReadOnlyList<IndexedTopic> topics, CancellationToken cancellationToken) => store.Write(topics, cancellationToken);

    public Task<IReadOnlyList<FoundMessage>> Find(SearchCriteria criteria, Guid? viewer, long? before, int limit, CancellationToken cancellationToken) => store.Find(criteria, viewer, before, limit, cancellationToken);

    public Task<IReadOnlyList<Guid>> Behind(DateTimeOffset since, DateTimeOffset until, int limit, CancellationToken cancellationToken) => store.Behind(since, until, limit, cancellationToken);

    public Task<(IReadOnlyList<Guid> Topics, Guid? Last)> Behind(Guid after, int some, CancellationToken cancellationToken) => store.Behind(after, some, cancellationToken);

    public Task Rebuild(DateTimeOffset at, CancellationToken cancellationToken) => store.Rebuild(at, cancellationToken);

    public Task<DateTimeOffset?> RebuildAsked(CancellationToken cancellationToken) => store.RebuildAsked(cancellationToken);

    public Task<int> CountBehind(int limit, CancellationToken cancellationToken) => store.CountBehind(limit, cancellationToken);
}
