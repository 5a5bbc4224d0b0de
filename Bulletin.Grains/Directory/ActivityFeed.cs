using Bulletin.Grains.Topics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bulletin.Grains.Directory;

/// <summary>
/// Reports a silo's activity to the directory, in one call for all topics that changed since the last. A topic that changes a
/// thousand times in between is one entry.
/// </summary>
internal sealed partial class ActivityFeed(IGrainFactory grains, TimeProvider clock, ILogger<ActivityFeed> logger)
    : BackgroundService, IActivityFeed
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    // While the directory is unreachable, at most this many topics wait and the oldest reports are dropped: the directory
    // finds the rest in the index.
    private const int Capacity = 50_000;

    private readonly Lock gate = new();
    private readonly SemaphoreSlim something = new(0, 1);
    private Dictionary<Guid, Topic?> waiting = [];

    public void Changed(Topic topic) => Put(topic.Id, topic);

    public void Removed(Guid topicId) => Put(topicId, null);

    public override void Dispose()
    {
        something.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await something.WaitAsync(stoppingToken);
                var reported = await Flush(stoppingToken);
                await Task.Delay(reported ? Pause : PauseAfterFailure, clock, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task<bool> Flush(CancellationToken cancellationToken)
    {
        Dictionary<Guid, Topic?> batch;
        lock (gate) (batch, waiting) = (waiting, []);
        try
        {
            DirectoryChange change = new([.. batch.Values.OfType<Topic>()], [.. batch.Where(e => e.Value is null).Select(e => e.Key)]);
            await grains.GetGrain<IDirectoryGrain>(0).Report(change, cancellationToken);
            return true;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever the reason (storage unavailable, a silo down, a grain being migrated), the report is sent later, unless
            // the topic has changed meanwhile.
            LogNotReported(e, batch.Count);
            lock (gate)
                foreach (var (topicId, topic) in batch) waiting.TryAdd(topicId, topic);
            Signal();
            return false;
        }
    }

    private void Put(Guid topicId, Topic? topic)
    {
        lock (gate)
        {
            if (waiting.Count >= Capacity && !waiting.ContainsKey(topicId)) return;
            waiting[topicId] = topic;
        }
        Signal();
    }

    private void Signal()
    {
        lock (gate)
            if (something.CurrentCount == 0) something.Release();
    }

    [LoggerMessage(LogLevel.Warning, "Could not report {Count} topics to the directory; retrying")]
    private partial void LogNotReported(Exception reason, int count);
}
