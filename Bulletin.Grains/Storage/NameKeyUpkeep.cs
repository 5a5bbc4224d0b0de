using Bulletin.Grains.Storage.Sql;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bulletin.Grains.Storage;

/// <summary>
/// During an upgrade, silos of version 0.1.0 keep running beside this one. This makes the names they write searchable within a
/// minute.
/// </summary>
internal sealed partial class NameKeyUpkeep(SqlNameKeys keys, TimeProvider clock, ILogger<NameKeyUpkeep> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => BackgroundWork.Repeat(Every, clock, keys.FoldOld, LogNotFolded, stoppingToken);

    [LoggerMessage(LogLevel.Warning, "Could not index the names written by version 0.1.0; retrying in a minute")]
    private partial void LogNotFolded(Exception reason);
}
