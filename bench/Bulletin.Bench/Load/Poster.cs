using System.Diagnostics;
using System.Threading.Channels;

namespace Bulletin.Bench.Load;

/// <summary>Posts the messages that a swarm receives, each with the time it was due.</summary>
internal sealed class Poster : IDisposable
{
    private const int Connections = 32;
    private const int InFlight = 16;

    private readonly Channel<RawConnection> free = Channel.CreateUnbounded<RawConnection>();
    private readonly Func<string, byte[]> post;

    private Poster(Func<string, byte[]> post) => this.post = post;

    /// <param name="post">Makes the request for a text.</param>
    public static async Task<Poster> Open(Uri server, Func<string, byte[]> post)
    {
        Poster poster = new(post);
        for (var i = 0; i < Connections; i++)
        {
            RawConnection connection = new(server);
            await connection.Open(CancellationToken.None);
            poster.free.Writer.TryWrite(connection);
        }
        return poster;
    }

    /// <summary>Posts at a fixed rate, however long the responses take.</summary>
    /// <param name="burst">The number of simultaneous posts; the rate stays the same.</param>
    /// <returns>The number of posts.</returns>
    public async Task<long> Pace(double perSecond, TimeSpan during, int burst = 1)
    {
        var began = Stopwatch.GetTimestamp();
        var bursts = Math.Max(1, (int)(perSecond * during.TotalSeconds / burst));
        List<Task> posts = [];
        for (var number = 0; number < bursts; number++)
        {
            var due = TimeSpan.FromSeconds(number * burst / perSecond);
            if (due - Stopwatch.GetElapsedTime(began) is { Ticks: > 0 } early) await Task.Delay(early);
            for (var i = 0; i < burst; i++) posts.Add(Post(began + (long)(due.TotalSeconds * Stopwatch.Frequency)));
        }
        await Task.WhenAll(posts);
        return posts.Count;
    }

    /// <summary>Posts as fast as the swarm receives: a post is sent when all have received the one sixteen before it.</summary>
    /// <returns>Deliveries per second.</returns>
    public async Task<double> AsFastAsTheyArrive(Swarm swarm, TimeSpan during)
    {
        var began = Stopwatch.GetTimestamp();
        List<Task> posts = [];
        for (; Stopwatch.GetElapsedTime(began) < during; posts.Add(Post(Stopwatch.GetTimestamp())))
            await swarm.Hears((long)(posts.Count - InFlight + 1) * swarm.Count);
        await Task.WhenAll(posts);
        await swarm.Hears((long)posts.Count * swarm.Count);
        return swarm.Deliveries.Count / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private async Task Post(long due)
    {
        var connection = await free.Reader.ReadAsync();
        var status = await connection.Send(post(Deliveries.Stamp(due)), CancellationToken.None);
        if (status != 201) throw new InvalidOperationException($"A post was answered {status}.");
        free.Writer.TryWrite(connection);
    }

    public void Dispose()
    {
        while (free.Reader.TryRead(out var connection)) connection.Dispose();
    }
}
