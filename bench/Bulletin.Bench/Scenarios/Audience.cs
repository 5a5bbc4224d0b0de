using Bulletin.Bench.Load;
using Bulletin.Bench.Systems;

namespace Bulletin.Bench.Scenarios;

/// <summary>A server, the hub connections that listen to it, and a poster whose messages they receive.</summary>
internal sealed class Audience : IDisposable
{
    // The size of Bulletin's event for a text of 200 characters.
    private const int BareEvent = 490;

    private Audience(Running server, Swarm swarm, Poster poster) => (Server, Swarm, Poster) = (server, swarm, poster);

    public Running Server { get; }

    public Swarm Swarm { get; }

    public Poster Poster { get; }

    /// <summary>All connections in one topic, as 16 people.</summary>
    public static async Task<Audience> Of(Product product, int size, int text = 200)
    {
        var topic = product.Topics[0];
        var poster = await Poster.Open(product.Url, stamp => Requests.PostMessage($"/api/v1/topics/{topic}/messages", product.Tokens[0], stamp.PadRight(text, 'x')));
        Audience audience = new(product.Process, new((client, number) => Join(client, product, number, topic)), poster);
        await audience.Swarm.Grow(size);
        return audience;
    }

    /// <summary>All connections in one group of a bare hub.</summary>
    public static async Task<Audience> Of(Baseline signalR, int size)
    {
        var poster = await Poster.Open(signalR.Url, stamp => Requests.Post("/messages", stamp.PadRight(BareEvent, 'x')));
        Audience audience = new(signalR.Process, new((client, _) => client.Open(signalR.Url, "/hub", token: null)), poster);
        await audience.Swarm.Grow(size);
        return audience;
    }

    public static async Task Join(LiveClient client, Product product, int number, string topic)
    {
        await client.Open(product.Url, "/hubs/bulletin", product.Tokens[number % product.Tokens.Length]);
        await client.Call("JoinTopic", $"\"{topic}\",null");
    }

    /// <summary>Posts at a fixed rate, and waits until everybody has received everything.</summary>
    /// <param name="silent">How many of the swarm do not read.</param>
    public async Task Hear(double perSecond, TimeSpan during, int burst = 1, int silent = 0)
    {
        Swarm.Deliveries.Reset();
        var posts = await Poster.Pace(perSecond, during, burst);
        await Swarm.Hears(posts * (Swarm.Count - silent));
    }

    public void Dispose()
    {
        Swarm.Dispose();
        Poster.Dispose();
    }
}
