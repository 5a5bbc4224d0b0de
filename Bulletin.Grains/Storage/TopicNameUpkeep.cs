using Bulletin.Grains.Storage.Sql;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bulletin.Grains.Storage;

/// <summary>Keeps the index of topic names complete: after an upgrade, and while silos of an earlier version run beside this one.</summary>
internal sealed partial class TopicNameUpkeep(SqlOldTopicNames names, TimeProvider clock, ILogger<TopicNameUpkeep> logger) : BackgroundService
{
    /// <summary>The first walk must not delay the start of a silo. The others only read, unless an earlier version runs.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(5), Every = TimeSpan.FromHours(1);

    private DateTimeOffset next = DateTimeOffset.MinValue;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => BackgroundWork.Repeat(Tick, clock, Walk, LogNotAdded, stoppingToken);

    private async Task Walk(CancellationToken cancellationToken)
    {
        if (clock.GetUtcNow() < next) return;
        var added = await names.Add(cancellationToken);
        if (added > 0) LogAdded(added);
        next = clock.GetUtcNow() + Every;
    }

    [LoggerMessage(LogLevel.Information, "Added the names of {Topics} topics to the index that searches use")]
    private partial void LogAdded(int topics);

    [LoggerMessage(LogLevel.Warning, "Could not add names of topics to the index that searches use; retrying in a few seconds")]
    private partial void LogNotAdded(Exception reason);
}
