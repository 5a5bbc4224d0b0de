using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Operations;

/// <summary>
/// Breaks a running system, and sees a real Prometheus raise the alerts of <c>deploy/monitoring/</c> from what the processes serve
/// meanwhile. How long each alert waits first is left to <c>alerts.test.yml</c>.
/// </summary>
public abstract class AlertTest(Shared shared) : SystemTest(shared)
{
    /// <summary>A follower that failed often waits for up to a minute before it tries again.</summary>
    private static readonly TimeSpan Within = 2 * Eventually.Patience;

    /// <summary>A Prometheus that has judged the system and found nothing wrong of what is to be broken.</summary>
    private protected async Task<Prometheus> Watching(string[] silent, params Uri[] operations)
    {
        var prometheus = Own(await Prometheus.Impatient(operations));
        await Eventually.That(async () => await prometheus.Series("up == 1") == operations.Length, "all processes are scraped");
        // A rate needs a second scrape.
        await Eventually.That(async () => await prometheus.Series("count_over_time(up[1m]) > 3") == operations.Length, "all are scraped several times");
        await Eventually.That(async () => (await prometheus.Rules()).All(rule => rule.Health == "ok"), "all rules were judged");
        Assert.Empty((await prometheus.Firing()).Intersect(silent));
        return prometheus;
    }

    private protected static Task Raised(Prometheus prometheus, string[] alerts, Func<Task>? meanwhile = null) =>
        Eventually.Get(async () =>
        {
            if (meanwhile is not null) await meanwhile();
            return string.Join(", ", alerts.Except(await prometheus.Firing()));
        }, missing => missing.Length == 0, Within, "all of these alerts are raised");
}
