using System.Collections.Concurrent;

namespace Bulletin.Bench.Load;

/// <summary>Many hub connections, and their deliveries.</summary>
internal sealed class Swarm : IDisposable
{
    private const int OpenedAtOnce = 64;
    private const int PingEvery = 10;

    private readonly Func<LiveClient, int, Task> open;
    private readonly ConcurrentQueue<LiveClient> clients = new();
    private readonly CancellationTokenSource stop = new();
    private readonly Task pinging;
    private int numbers;

    /// <param name="open">Opens the connection of this number and joins.</param>
    public Swarm(Func<LiveClient, int, Task> open)
    {
        this.open = open;
        pinging = Task.Run(Ping);
    }

    public Deliveries Deliveries { get; } = new();

    public int Count => clients.Count;

    /// <summary>How many of them the server has not closed.</summary>
    public int Connected => clients.Count(client => !client.Listening.IsCompleted);

    /// <summary>Adds that many connections, with the next numbers.</summary>
    /// <param name="each">Called with each new connection.</param>
    public Task Grow(int by, Action<LiveClient>? each = null)
    {
        var until = Interlocked.Add(ref numbers, by);
        return Parallel.ForAsync(until - by, until, new ParallelOptions { MaxDegreeOfParallelism = OpenedAtOnce }, async (number, _) =>
        {
            LiveClient client = new(Deliveries);
            await open(client, number);
            clients.Enqueue(client);
            each?.Invoke(client);
        });
    }

    /// <summary>Closes the oldest connections.</summary>
    public void Shrink(int by)
    {
        while (by-- > 0 && clients.TryDequeue(out var client)) client.Dispose();
    }

    /// <summary>Waits until that many deliveries have been counted since the last reset.</summary>
    /// <exception cref="TimeoutException">They did not arrive within a minute; the message says how many did.</exception>
    public async Task Hears(long wanted)
    {
        try
        {
            await Deliveries.Reach(wanted);
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"{Deliveries.Count} of {wanted} deliveries came; {clients.Count(client => client.Listening.IsCompleted)} of {Count} connections were closed.", late);
        }
    }

    // Pings a tenth of the connections each second.
    private async Task Ping()
    {
        using PeriodicTimer timer = new(TimeSpan.FromSeconds(1));
        var second = 0;
        try
        {
            while (await timer.WaitForNextTickAsync(stop.Token))
            {
                second++;
                foreach (var (number, client) in clients.Index())
                    if (number % PingEvery == second % PingEvery && !client.Listening.IsCompleted) await client.Ping();
            }
        }
        catch (Exception e) when (stop.IsCancellationRequested || e is System.Net.Sockets.SocketException or ObjectDisposedException)
        {
            // Stopped, or a connection has just closed.
        }
    }

    public void Dispose()
    {
        stop.Cancel();
        pinging.Wait();
        stop.Dispose();
        foreach (var client in clients) client.Dispose();
    }
}
