using System.Collections.Immutable;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bulletin.Grains.Accounts;

/// <summary>
/// Display names that changed recently. Topics in this silo's memory hold their authors' names and update them from here. One
/// small query per silo every two seconds, however many topics there are.
/// </summary>
internal sealed partial class ProfileFeed(IUserStore users, TimeProvider clock, ILogger<ProfileFeed> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    // The times come from the clocks of several silos, and a change may be committed slightly later than its time says.
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(30);

    private const int Capacity = 10_000;

    private ImmutableDictionary<Guid, User> changed = ImmutableDictionary<Guid, User>.Empty;
    private DateTimeOffset since;

    /// <summary>Increases whenever a name changes.</summary>
    public int Version { get; private set; }

    /// <returns>The latest known version of the person.</returns>
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
            // The silo is stopping.
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

            // Topics that have not been used since are evicted from memory before this many people change their names.
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
