using System.Collections.Immutable;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bulletin.Grains.Accounts;

/// <summary>
/// Who has changed their name lately, on this silo: topics in memory hold the names of their authors, and follow. One small
/// query a silo every other second, whatever the number of topics.
/// </summary>
internal sealed partial class ProfileFeed(IUserStore users, TimeProvider clock, ILogger<ProfileFeed> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    // Clocks of several silos write the times; a change may also be committed a little later than it says.
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(30);

    private const int Capacity = 10_000;

    private ImmutableDictionary<Guid, User> changed = ImmutableDictionary<Guid, User>.Empty;
    private DateTimeOffset since;

    /// <summary>Moves whenever somebody's name has changed.</summary>
    public int Version { get; private set; }

    /// <returns>The person as they are known by now.</returns>
    public User Latest(User known) => changed.GetValueOrDefault(known.Id, known);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        since = clock.GetUtcNow() - Overlap;
        using PeriodicTimer timer = new(Every, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await Look(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The silo stops.
        }
    }

    private async Task Look(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        try
        {
            var found = await users.ChangedSince(since, cancellationToken);
            since = now - Overlap;
            var news = found.Where(u => !changed.TryGetValue(u.Id, out var held) || held != u).ToArray();
            if (news.Length == 0) return;

            // Topics that were not looked at since then go out of memory before so many people change their names.
            if (changed.Count + news.Length > Capacity) changed = changed.Clear();
            changed = changed.SetItems(news.Select(u => KeyValuePair.Create(u.Id, u)));
            Version++;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotRead(e);
        }
    }

    [LoggerMessage(LogLevel.Debug, "Could not read changed names")]
    private partial void LogNotRead(Exception reason);
}
