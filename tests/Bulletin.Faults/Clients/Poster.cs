using Bulletin.Faults.Recording;

namespace Bulletin.Faults.Clients;

/// <summary>
/// Posts into one topic, one message after the other, over REST or the hub. What has no answer is posted again under its client
/// id until it has one, through another gateway if need be.
/// </summary>
internal sealed class Poster(Traffic traffic, Person person, Mentions mentions, int topic, int home, bool overHub, TimeSpan pause, int seed)
{
    private readonly Random random = new(seed);
    private readonly List<Post> posted = [];
    private HubLine? line;

    public async Task Run(CancellationToken cancellationToken)
    {
        var gateway = home;
        while (!cancellationToken.IsCancellationRequested)
        {
            await traffic.Gate.Enter(cancellationToken);
            try
            {
                gateway = await PostNext(gateway, cancellationToken);
                if (random.Next(100) < 3 && posted.Count > 100) await Repeat(posted[random.Next(posted.Count - 60)], cancellationToken);
                // What was acknowledged here is read there.
                if (random.Next(100) < 10) await traffic.Look(person.Username, person, topic, traffic.Balancer.Pick(gateway + 1), cancellationToken);
            }
            finally
            {
                traffic.Gate.Leave();
            }
            await Task.Delay(pause * (0.5 + random.NextDouble()), cancellationToken);
        }
    }

    private async Task<int> PostNext(int gateway, CancellationToken cancellationToken)
    {
        var (text, mentioned) = mentions.In(Texts.Next(random), person, random);
        var post = new Post(topic, person.Id, Guid.CreateVersion7(), text) { Mentions = mentioned };
        traffic.History.Posts.Enqueue(post);
        while (true)
        {
            gateway = traffic.Balancer.Pick(gateway);
            var attempt = overHub ? await ByHub(post, gateway, cancellationToken) : await ByRest(traffic, person, post, gateway, cancellationToken);
            post.Add(attempt);
            if (attempt.Outcome != Outcome.Unknown)
            {
                if (attempt.Outcome == Outcome.Ok) posted.Add(post);
                return gateway;
            }
            gateway++;
            await Task.Delay(random.Next(100, 250), cancellationToken);
        }
    }

    /// <summary>As a client does that crashed before it could note the answer.</summary>
    private async Task Repeat(Post post, CancellationToken cancellationToken) =>
        post.Add(await ByRest(traffic, person, post, traffic.Balancer.Pick(random.Next(traffic.Balancer.Count)), cancellationToken));

    public static async Task<Attempt> ByRest(Traffic traffic, Person person, Post post, int gateway, CancellationToken cancellationToken) =>
        (await traffic.Rest.Send(HttpMethod.Post, gateway, $"topics/{traffic.TopicId(post.Topic)}/messages", person.Token,
            new { text = post.Text, clientId = post.ClientId }, cancellationToken)).Attempt;

    private async Task<Attempt> ByHub(Post post, int gateway, CancellationToken cancellationToken)
    {
        var invoked = traffic.Clock.Now;
        if (line is null || line.Closed.IsCompleted || line.Gateway != gateway)
        {
            if (line is not null) await line.DisposeAsync();
            line = await traffic.Line(gateway, person, prepare: null, cancellationToken);
        }
        if (line is null) return new(gateway, OverHub: true, invoked, traffic.Clock.Now, Outcome.Unknown, "connection: none to be had");

        var (attempt, body) = await line.Call("PostMessage", [traffic.TopicId(topic).ToString(), new { text = post.Text, clientId = post.ClientId }], cancellationToken);
        if (attempt.Outcome != Outcome.Ok) return attempt;
        var message = Reading.Seen(body);
        return attempt with { Seq = message.Seq, Revision = message.Revision };
    }
}
