using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace Bulletin.Faults.Machines;

/// <summary>
/// The way of one process to the database: bytes are handed on, late if told so, or not at all. It stands in for the delay that
/// not every kernel can add, and for cuts where there are no namespaces.
/// </summary>
internal sealed class Relay : IDisposable
{
    private readonly TcpListener listener;
    private readonly Func<(string Host, int Port)> target;
    private readonly CancellationTokenSource stopped = new();
    private readonly HashSet<Socket> sockets = [];
    private volatile TaskCompletionSource? held;
    private volatile bool refuses;
    private TimeSpan delay;
    private long caught;

    private Relay(string address, Func<(string, int)> target)
    {
        this.target = target;
        listener = new TcpListener(IPAddress.Parse(address), 0);
        listener.Start();
        _ = Accept();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>How much later what is sent arrives, each way.</summary>
    public TimeSpan Delay
    {
        get => delay;
        set => delay = value;
    }

    public static Relay To(string host, int port, string from) => new(from, () => (host, port));

    /// <summary>Nothing passes, and nobody is told.</summary>
    public void Hold() => held = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Breaks what is open and closes what comes.</summary>
    public void Refuse()
    {
        refuses = true;
        Socket[] open;
        lock (sockets) open = [.. sockets];
        foreach (var socket in open) Refuse(socket);
    }

    private void Refuse(Socket socket)
    {
        Interlocked.Increment(ref caught);
        Break(socket);
    }

    /// <returns>How often something was held, delayed or refused since it was last open.</returns>
    public long Open()
    {
        refuses = false;
        Delay = TimeSpan.Zero;
        held?.TrySetResult();
        held = null;
        return Interlocked.Exchange(ref caught, 0);
    }

    private async Task Accept()
    {
        while (!stopped.IsCancellationRequested)
        {
            try
            {
                var near = await listener.AcceptSocketAsync(stopped.Token);
                if (refuses) Refuse(near);
                else _ = Serve(near);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // It stops, or who came is gone already.
            }
        }
    }

    private async Task Serve(Socket near)
    {
        var far = new Socket(SocketType.Stream, ProtocolType.Tcp);
        lock (sockets)
        {
            sockets.Add(near);
            sockets.Add(far);
        }
        try
        {
            (near.NoDelay, far.NoDelay) = (true, true);
            var (host, port) = target();
            await far.ConnectAsync(host, port, stopped.Token);
            await Task.WhenAny(Pump(near, far), Pump(far, near));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // Nobody listens there: whoever called finds out by the connection that breaks.
        }
        finally
        {
            lock (sockets)
            {
                sockets.Remove(near);
                sockets.Remove(far);
            }
            Break(near);
            Break(far);
        }
    }

    private async Task Pump(Socket from, Socket to)
    {
        var line = Channel.CreateBounded<(byte[] Bytes, long Due)>(1_024);
        var sending = Send(line.Reader, to);
        try
        {
            var buffer = new byte[64 * 1024];
            while (await from.ReceiveAsync(buffer, stopped.Token) is > 0 and var count)
                await line.Writer.WriteAsync((buffer[..count], Environment.TickCount64 + (long)delay.TotalMilliseconds), stopped.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The connection is over, one way or another.
        }
        line.Writer.TryComplete();
        await sending;
    }

    private async Task Send(ChannelReader<(byte[] Bytes, long Due)> line, Socket to)
    {
        try
        {
            await foreach (var (bytes, due) in line.ReadAllAsync(stopped.Token))
            {
                if (delay > TimeSpan.Zero || held is not null) Interlocked.Increment(ref caught);
                if (due - Environment.TickCount64 is > 0 and var early) await Task.Delay((int)early, stopped.Token);
                if (held is { } wait) await wait.Task.WaitAsync(stopped.Token);
                for (var sent = 0; sent < bytes.Length;) sent += await to.SendAsync(bytes.AsMemory(sent), stopped.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The connection is over, one way or another.
        }
    }

    private static void Break(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It is closed already.
        }
        socket.Dispose();
    }

    public void Dispose()
    {
        stopped.Cancel();
        listener.Dispose();
        Refuse();
        stopped.Dispose();
    }
}
