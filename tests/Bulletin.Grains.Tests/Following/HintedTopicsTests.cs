using System.Diagnostics.Metrics;
using Bulletin.Grains.Following;
using Bulletin.Grains.Search.Indexing;
using Microsoft.Extensions.DependencyInjection;

namespace Bulletin.Grains.Tests.Following;

public sealed class HintedTopicsTests : IDisposable
{
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly Guid[] ids = [.. Enumerable.Range(0, 4).Select(_ => Guid.CreateVersion7())];

    [Fact]
    public void A_topic_waits_once_and_those_that_came_first_are_taken_first()
    {
        var hinted = New(capacity: 10);
        foreach (var at in new[] { 0, 1, 0, 2 }) hinted.Add(ids[at]);

        Assert.Equal(ids[..2], hinted.Take(2));
        hinted.Add(ids[0]);
        Assert.Equal([ids[2], ids[0]], hinted.Take(10));
        Assert.Empty(hinted.Take(10));
    }

    [Fact]
    public void While_it_is_full_others_are_dropped()
    {
        var hinted = New(capacity: 2);
        foreach (var id in ids) hinted.Add(id);

        Assert.Equal(2, hinted.Count);
        Assert.Equal(ids[..2], hinted.Take(10));
        hinted.Add(ids[3]);
        Assert.Equal([ids[3]], hinted.Take(10));
    }

    public void Dispose() => services.Dispose();

    private HintedTopics New(int capacity) => new(capacity, new IndexerMetrics(services.GetRequiredService<IMeterFactory>()));
}
