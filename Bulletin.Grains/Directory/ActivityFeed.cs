using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Members;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bulletin.Grains.Directory;

/// <summary>
/// Reports a silo's activity: that of public topics to the directory, in one call for all topics that changed since the last, and that of
/// others to their members. A topic that changes a thousand times in between is one entry. The directory never waits for the members.
/// </summary>
internal sealed partial class ActivityFeed : BackgroundService, IActivityFeed
{
    // While the directory is unreachable, at most this many topics wait and the oldest reports are dropped: the directory
    // finds the rest in the index.
    private const int Capacity = 50_000;

    private readonly IGrainFactory grains;
    private readonly ILogger<ActivityFeed> logger;
    private readonly Lock gate = new();
    private readonly ReportRounds rounds;
    private readonly ReportRounds personalRounds;
    private readonly PersonalReports personal;
    private Dictionary<Guid, Topic?> waiting = [];

    public ActivityFeed(IGrainFactory grains, TimeProvider clock, ILogger<ActivityFeed> logger)
    {
        (this.grains, this.logger) = (grains, logger);
        personal = new(grains, clock, Capacity);
        rounds = new(Flush, clock);
        personalRounds = new(FlushPersonal, clock, leavesRoom: () => 1);
    }

    public void Changed(Topic topic, IReadOnlyList<Guid> members)
    {
        // What it is decides, not how many are in it: an empty room is not public.
        if (topic.Access == Access.Public) Put(topic.Id, topic);
        else
        {
            personal.Changed(topic, members);
            personalRounds.Signal();
        }
    }

    public void Removed(Topic topic, IReadOnlyList<Guid> members)
    {
        if (topic.Access == Access.Public) Put(topic.Id, null);
        else
        {
            personal.Removed(topic.Id, members);
            personalRounds.Signal();
        }
    }

    public void Left(Topic topic, Guid userId)
    {
        personal.Left(topic, userId);
        personalRounds.Signal();
    }

    public void Returned(Topic topic, Guid userId)
    {
        personal.Returned(topic, userId);
        personalRounds.Signal();
    }

    public override void Dispose()
    {
        rounds.Dispose();
        personalRounds.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(rounds.Run(stoppingToken), personalRounds.Run(stoppingToken));

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
            return false;
        }
    }

    private async Task<bool> FlushPersonal(CancellationToken cancellationToken)
    {
        var (failed, reason) = await personal.Report(cancellationToken);
        if (reason is not null) LogNotToldMembers(reason, failed);
        if (personal.HasMore) personalRounds.Signal();
        return failed == 0;
    }

    private void Put(Guid topicId, Topic? topic)
    {
        lock (gate)
        {
            if (waiting.Count >= Capacity && !waiting.ContainsKey(topicId)) return;
            waiting[topicId] = topic;
        }
        rounds.Signal();
    }

    [LoggerMessage(LogLevel.Warning, "Could not report {Count} topics to the directory; retrying")]
    private partial void LogNotReported(Exception reason, int count);

    [LoggerMessage(LogLevel.Warning, "Could not report private topics to {Count} people; retrying")]
    private partial void LogNotToldMembers(Exception reason, int count);
}
