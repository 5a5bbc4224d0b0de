using Bulletin.Faults.Recording;

namespace Bulletin.Faults.Clients;

/// <summary>Posts, edits what it posted, and takes some of it back; each is tried until it is answered.</summary>
internal sealed class Editor(Traffic traffic, Person person, TimeSpan pause, int seed)
{
    private readonly Random random = new(seed);

    public async Task Run(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await traffic.Gate.Enter(cancellationToken);
            try
            {
                var post = new Post(random.Next(traffic.History.Topics.Count), person.Id, Guid.CreateVersion7(), Texts.Next(random));
                traffic.History.Posts.Enqueue(post);
                await UntilKnown(gateway => Poster.ByRest(traffic, person, post, gateway, cancellationToken), a => post.Add(a), cancellationToken);
                if (post.Acked is null) continue;
                for (var edits = random.Next(1, 4); edits > 0; edits--) await Make(new Change(post, Texts.Next(random)), cancellationToken);
                if (random.Next(3) == 0) await Make(new Change(post, text: null), cancellationToken);
            }
            finally
            {
                traffic.Gate.Leave();
            }
            await Task.Delay(pause * (0.5 + random.NextDouble()), cancellationToken);
        }
    }

    private async Task Make(Change change, CancellationToken cancellationToken)
    {
        traffic.History.Changes.Enqueue(change);
        await UntilKnown(gateway => Try(traffic, person, change, gateway, cancellationToken), a => change.Add(a), cancellationToken);
    }

    public static async Task<Attempt> Try(Traffic traffic, Person person, Change change, int gateway, CancellationToken cancellationToken)
    {
        var path = $"topics/{traffic.TopicId(change.Post.Topic)}/messages/{change.Post.Acked!.Seq}";
        return (change.Text is { } text
            ? await traffic.Rest.Send(HttpMethod.Patch, gateway, path, person.Token, new { text }, cancellationToken)
            : await traffic.Rest.Send(HttpMethod.Delete, gateway, path, person.Token, cancellationToken: cancellationToken)).Attempt;
    }

    private async Task UntilKnown(Func<int, Task<Attempt>> call, Action<Attempt> record, CancellationToken cancellationToken)
    {
        while (true)
        {
            var attempt = await call(traffic.Balancer.Pick(random.Next(traffic.Balancer.Count)));
            record(attempt);
            if (attempt.Outcome != Outcome.Unknown) return;
            await Task.Delay(random.Next(100, 250), cancellationToken);
        }
    }
}
