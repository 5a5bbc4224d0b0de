using Bulletin.Faults.Recording;

namespace Bulletin.Faults.Clients;

/// <summary>Once all is calm again: asks after everything that got no answer, and once more after much of what did.</summary>
internal sealed class Settling(Traffic traffic, Crowd crowd, int seed)
{
    private const int AskedAgain = 300;
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(30);

    private readonly Random random = new(seed);
    private TimeSpan until;

    public async Task Do()
    {
        // For all together, and one attempt each in any case: a topic that never answers again must not keep the report waiting.
        until = traffic.Clock.Now + Within;
        foreach (var post in traffic.History.Posts.Where(p => p.Acked is null && p.Attempts.All(a => a.Outcome != Outcome.Refused)).ToArray())
            await UntilKnown(gateway => Poster.ByRest(traffic, crowd.Of(post.Author), post, gateway, CancellationToken.None), a => post.Add(a));
        foreach (var change in traffic.History.Changes.Where(c => !c.IsAcked && c.Attempts.All(a => a.Outcome != Outcome.Refused)).ToArray())
            await UntilKnown(gateway => Editor.Try(traffic, crowd.Of(change.Post.Author), change, gateway, CancellationToken.None), a => change.Add(a));

        var acked = traffic.History.Posts.Where(p => p.Acked is not null).ToArray();
        random.Shuffle(acked);
        foreach (var post in acked.Take(AskedAgain))
            post.Add(await Poster.ByRest(traffic, crowd.Of(post.Author), post, random.Next(traffic.Balancer.Count), CancellationToken.None));
    }

    private async Task UntilKnown(Func<int, Task<Attempt>> call, Action<Attempt> record)
    {
        while (true)
        {
            var attempt = await call(random.Next(traffic.Balancer.Count));
            record(attempt);
            if (attempt.Outcome != Outcome.Unknown || traffic.Clock.Now > until) return;
            await Task.Delay(200);
        }
    }
}
