using System.Diagnostics;
using System.Diagnostics.Metrics;
using Bulletin.Grains;
using Bulletin.Grains.Topics;

namespace Bulletin.Api.Topics;

/// <summary>Metrics of posts as their senders see them: count, outcome and duration.</summary>
public sealed class PostMetrics
{
    private const string Unavailable = "unavailable";

    private readonly Counter<long> posts;
    private readonly Counter<long> retries;
    private readonly Histogram<double> duration;

    public PostMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(BulletinTelemetry.Name);
        posts = meter.CreateCounter<long>("bulletin.posts", "{post}", "Posts by outcome: posted, repeated, refused, or unavailable");
        retries = meter.CreateCounter<long>("bulletin.post.retries", "{attempt}", "Retries made within one request");
        duration = meter.CreateHistogram<double>(
            "bulletin.post.duration", "s", "Time from a valid post until it is durable",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5] });
        retries.Add(0);
        foreach (var outcome in new[] { "posted", "repeated", "refused", Unavailable }) posts.Add(0, Outcome(outcome));
    }

    public Measure Begin() => new(this);

    private static KeyValuePair<string, object?> Outcome(string outcome) => new("outcome", outcome);

    /// <summary>One post in progress. Disposed without an outcome, it counts as unavailable.</summary>
    public sealed class Measure(PostMetrics metrics) : IDisposable
    {
        private readonly long began = Stopwatch.GetTimestamp();
        private string outcome = Unavailable;
        private int attempts;

        public Task<Outcome<Posted>> Attempt(Task<Outcome<Posted>> call)
        {
            if (++attempts > 1) metrics.retries.Add(1);
            return call;
        }

        public void End(Outcome<Posted> settled) =>
            outcome = settled.Value switch
            {
                { Repeated: true } => "repeated",
                not null => "posted",
                null => "refused",
            };

        public void Dispose()
        {
            metrics.posts.Add(1, Outcome(outcome));
            metrics.duration.Record(Stopwatch.GetElapsedTime(began).TotalSeconds);
        }
    }
}
