using System.Diagnostics.Metrics;

namespace Bulletin.Grains.Topics;

/// <summary>Metrics of a silo's topics.</summary>
internal sealed class TopicMetrics
{
    private readonly Counter<long> loaded;
    private readonly Counter<long> fenced;
    private readonly Counter<long> lost;
    private readonly UpDownCounter<long> inMemory;
    private readonly UpDownCounter<long> watchers;
    private readonly UpDownCounter<long> waiting;

    public TopicMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(BulletinTelemetry.Name);
        loaded = meter.CreateCounter<long>("bulletin.topics.loaded", "{topic}", "Topics read from storage into memory");
        fenced = meter.CreateCounter<long>("bulletin.topics.fenced", "{topic}", "Topics given up because another activation had taken them over");
        lost = meter.CreateCounter<long>("bulletin.topics.appends_of_unknown_outcome", "{append}", "Appends whose outcome storage did not report");
        inMemory = meter.CreateUpDownCounter<long>("bulletin.topics.in_memory", "{topic}", "Topics in memory");
        watchers = meter.CreateUpDownCounter<long>("bulletin.topics.watchers", "{watcher}", "Gateways watching topics, summed over all topics");
        waiting = meter.CreateUpDownCounter<long>("bulletin.topics.waiting_changes", "{change}", "Posts, edits and deletions waiting for an append");
        foreach (var counter in new[] { loaded, fenced, lost }) counter.Add(0);
        foreach (var level in new[] { inMemory, watchers, waiting }) level.Add(0);
    }

    public void Loaded() => loaded.Add(1);

    public void Fenced() => fenced.Add(1);

    public void LostAppend() => lost.Add(1);

    public void InMemory(int change) => inMemory.Add(change);

    public void Watchers(int change)
    {
        if (change != 0) watchers.Add(change);
    }

    public void Waiting(int change)
    {
        if (change != 0) waiting.Add(change);
    }
}
