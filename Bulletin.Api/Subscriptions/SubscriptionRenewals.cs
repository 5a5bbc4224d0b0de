using System.Collections.Concurrent;
using System.Threading.Channels;
using Bulletin.Grains.Topics;

namespace Bulletin.Api.Subscriptions;

/// <summary>
/// Renews the subscriptions of this gateway: all of them regularly, those whose grain or silo leaves at once. Those of people have rounds
/// of their own. Closes them when the gateway stops: a silo that stops with it would notify nobody.
/// </summary>
internal sealed partial class SubscriptionRenewals(TimeProvider clock, ILogger<SubscriptionRenewals> logger) : BackgroundService
{
    // Renewals that wait for a slow silo must not delay the others, nor flood the cluster.
    private const int RenewalsAtOnce = 64;

    private static readonly TimeSpan LeaveWithin = TimeSpan.FromSeconds(2);

    /// <summary>By then a grain that said it leaves is gone, and so are those that leave with it.</summary>
    private static readonly TimeSpan Gone = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<ISubscription, bool> all = new();
    private readonly Channel<ISubscription> leaving = Channel.CreateUnbounded<ISubscription>(new() { SingleReader = true });
    private readonly Channel<ISubscription> leavingPeople = Channel.CreateUnbounded<ISubscription>(new() { SingleReader = true });

    public void Add(ISubscription subscription) => all[subscription] = true;

    public void Remove(ISubscription subscription) => all.TryRemove(subscription, out _);

    public void RenewSoon(ISubscription subscription) => (subscription.IsPersonal ? leavingPeople : leaving).Writer.TryWrite(subscription);

    /// <summary>These silos have left the cluster: what was watched there is found wherever it is next.</summary>
    public void SilosLeft(IReadOnlySet<string> silos)
    {
        foreach (var subscription in all.Keys)
            if (subscription.Silo is not { } silo || silos.Contains(silo)) RenewSoon(subscription);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.WhenAll(
                RenewAll(ofPeople: false, stoppingToken), RenewThoseThatLeave(leaving.Reader, stoppingToken),
                RenewAll(ofPeople: true, stoppingToken), RenewThoseThatLeave(leavingPeople.Reader, stoppingToken));
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            await CloseAll();
        }
    }

    private async Task RenewAll(bool ofPeople, CancellationToken cancellationToken)
    {
        using PeriodicTimer timer = new(TopicWatch.RenewEvery, clock);
        do await Renew(all.Keys.Where(subscription => subscription.IsPersonal == ofPeople && subscription.IsDue), cancellationToken);
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    private async Task RenewThoseThatLeave(ChannelReader<ISubscription> leaving, CancellationToken cancellationToken)
    {
        while (await leaving.WaitToReadAsync(cancellationToken))
        {
            await Task.Delay(Gone, clock, cancellationToken);
            HashSet<ISubscription> batch = [];
            while (leaving.TryRead(out var subscription)) batch.Add(subscription);
            await Renew(batch, cancellationToken);
        }
    }

    private Task Renew(IEnumerable<ISubscription> some, CancellationToken cancellationToken) => Parallel.ForEachAsync(
        some.OrderByDescending(subscription => subscription.IsFirst),
        new ParallelOptions { MaxDegreeOfParallelism = RenewalsAtOnce, CancellationToken = cancellationToken }, Renew);

    private async ValueTask Renew(ISubscription subscription, CancellationToken cancellationToken)
    {
        try
        {
            if (!await subscription.Renew(cancellationToken)) Remove(subscription);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever it was: one subscription must not end the renewals of all others.
            LogNotRenewed(e, subscription);
        }
    }

    private async Task CloseAll()
    {
        using CancellationTokenSource limit = new(LeaveWithin, clock);
        try
        {
            await Parallel.ForEachAsync(
                all.Keys.OrderBy(subscription => subscription.IsPersonal), new ParallelOptions { MaxDegreeOfParallelism = RenewalsAtOnce, CancellationToken = limit.Token }, Close);
        }
        catch (OperationCanceledException)
        {
            // A subscription that was not ended expires.
        }
    }

    private async ValueTask Close(ISubscription subscription, CancellationToken cancellationToken)
    {
        try
        {
            await subscription.Close().WaitAsync(cancellationToken);
        }
        catch (Exception e)
        {
            // One grain that can't be reached must not keep the others from being told.
            LogNotClosed(e, subscription);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Could not renew the subscription to {Subscription}")]
    private partial void LogNotRenewed(Exception reason, ISubscription subscription);

    [LoggerMessage(LogLevel.Debug, "Could not end the subscription to {Subscription}")]
    private partial void LogNotClosed(Exception reason, ISubscription subscription);
}
