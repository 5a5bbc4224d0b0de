using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace Bulletin.Baselines;

/// <summary>
/// Forwards TCP connections to a local port and delays what goes there by a number of milliseconds, without delaying what
/// follows: it simulates a more distant database.
/// </summary>
internal static class Proxy
{
    public static Action<WebApplication> Add(WebApplicationBuilder builder)
    {
        int Setting(string name) => int.Parse(builder.Configuration[name]!, CultureInfo.InvariantCulture);
        var (port, to, delay) = (Setting("Port"), Setting("To"), TimeSpan.FromMilliseconds(Setting("Delay")));
        return app => app.Lifetime.ApplicationStarted.Register(() => _ = Accept(port, to, delay, app.Lifetime.ApplicationStopping));
    }

    private static async Task Accept(int port, int to, TimeSpan delay, CancellationToken stop)
    {
        using TcpListener listener = new(IPAddress.Loopback, port);
        listener.Start();
        while (!stop.IsCancellationRequested) _ = Serve(await listener.AcceptTcpClientAsync(stop), to, delay);
    }

    private static async Task Serve(TcpClient client, int to, TimeSpan delay)
    {
        using (client)
        using (TcpClient server = new())
        {
            await server.ConnectAsync(IPAddress.Loopback, to);
            (client.NoDelay, server.NoDelay) = (true, true);
            await Task.WhenAny(Pass(client.GetStream(), server.GetStream(), delay), Pass(server.GetStream(), client.GetStream(), TimeSpan.Zero));
        }
    }

    private static async Task Pass(NetworkStream from, NetworkStream to, TimeSpan delay)
    {
        if (delay == TimeSpan.Zero)
        {
            await from.CopyToAsync(to);
            return;
        }

        var clock = TimeProvider.System;
        var under = Channel.CreateUnbounded<(long At, byte[] Bytes)>();
        var sending = Send();
        var buffer = new byte[64 * 1024];
        while (await from.ReadAsync(buffer) is > 0 and var read) under.Writer.TryWrite((clock.GetTimestamp(), buffer[..read]));
        under.Writer.Complete();
        await sending;

        async Task Send()
        {
            await foreach (var (at, bytes) in under.Reader.ReadAllAsync())
            {
                if (delay - clock.GetElapsedTime(at) is { Ticks: > 0 } early) await Task.Delay(early);
                await to.WriteAsync(bytes);
            }
        }
    }
}
