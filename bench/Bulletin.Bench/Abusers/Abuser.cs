using System.Net;
using Bulletin.Bench.Load;
using Bulletin.Bench.Systems;

namespace Bulletin.Bench.Abusers;

/// <summary>
/// One address, with one account signed in from it. Tries everything at the rate that the limits allow, and requests large pages well
/// above it. Calls with different limits run in parallel.
/// </summary>
/// <param name="fat">Topics with large pages that the account posts to, joins and reads.</param>
/// <param name="others">Another user's topic.</param>
internal sealed class Abuser(Product product, string token, string[] fat, string others)
{
    public static readonly IPAddress Address = IPAddress.Parse("127.0.0.2");

    public Task Go(AnonymousRequest[] kinds, CancellationToken stop)
    {
        var number = 0;
        AnonymousRequest Next() => kinds[Interlocked.Increment(ref number) % kinds.Length];
        return Task.WhenAll(
            Ask(8, 300, () => Next().Bytes, stop),
            Ask(4, 0.5, WrongPassword, stop),
            Ask(4, 0.2, SignUp, stop),
            Ask(4, 50, () => FatTopic.Post(fat[0], token), stop),
            Silent.OnTheHub(product.Url, 100, token, fat, stop),
            Silent.OverHttp(product.Url, 200, token, fat, stop),
            Persistent.Do(4, 100, Listen, WatchAndType, stop));
    }

    private Task Ask(int workers, double perSecond, Func<byte[]> next, CancellationToken stop) =>
        Persistent.Do(workers, perSecond, () => Connect(stop), async connection => await connection.Send(next(), stop), stop);

    private async Task<RawConnection> Connect(CancellationToken stop)
    {
        RawConnection connection = new(product.Url, Address);
        await connection.Open(stop);
        return connection;
    }

    private static byte[] WrongPassword() =>
        Requests.Post("/api/v1/auth/login", $$"""{"username":"nobody-{{Random.Shared.Next(1_000)}}","password":"a wrong password"}""");

    private static byte[] SignUp() =>
        Requests.Post("/api/v1/users", $$"""{"username":"abuser-{{Random.Shared.Next()}}","password":"correct horse battery staple"}""");

    private async Task<LiveClient> Listen()
    {
        LiveClient client = new(new(), Address);
        await client.Open(product.Url, "/hubs/bulletin", token);
        await client.Call("JoinTopic", $"\"{others}\",null");
        return client;
    }

    private async Task WatchAndType(LiveClient client)
    {
        if (client.Listening.IsCompleted) throw new IOException("The server closed the connection.");
        try
        {
            await client.Call("WatchDirectory", "");
            await client.Call("StartTyping", $"\"{others}\"");
        }
        catch (InvalidOperationException)
        {
            // Refused; the connection remains usable.
        }
    }
}
