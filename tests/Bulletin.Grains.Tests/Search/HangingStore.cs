using Bulletin.Grains.Search;

namespace Bulletin.Grains.Tests.Search;

/// <summary>A database in which every search takes until it is cancelled.</summary>
internal sealed class HangingStore : ISearchStore
{
    public SemaphoreSlim Started { get; } = new(0);

    public SemaphoreSlim Cancelled { get; } = new(0);

    public async Task<IReadOnlyList<FoundMessage>> Find(SearchCriteria criteria, Guid? viewer, long? before, int limit, CancellationToken cancellationToken)
    {
        Started.Release();
        try
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        finally
        {
            Cancelled.Release();
        }
        return [];
    }

    public Task<IReadOnlyList<TopicToIndex>> Read(IReadOnlyList<Guid> topicIds, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task Write(IReadOnlyList<IndexedTopic> topics, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task Rebuild(DateTimeOffset at, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<DateTimeOffset?> RebuildAsked(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<int> CountBehind(int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<Guid>> Behind(DateTimeOffset since, DateTimeOffset until, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<(IReadOnlyList<Guid> Topics, Guid? Last)> Behind(Guid after, int some, CancellationToken cancellationToken) => throw new NotSupportedException();
}
