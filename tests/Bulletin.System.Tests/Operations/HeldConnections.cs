using System.Net.Sockets;

namespace Bulletin.SystemTests.Operations;

/// <summary>Connections that a server has admitted, and that stay open.</summary>
internal sealed class HeldConnections : IDisposable
{
    private static readonly byte[] s_request = "GET /health/live HTTP/1.1\r\nHost: bulletin\r\n\r\n"u8.ToArray();

    private readonly Stack<TcpClient> _held = new();

    /// <summary>Tries until it has so many: the server may still hold connections whose clients have left.</summary>
    public static async Task<HeldConnections> Of(Uri server, int count)
    {
        HeldConnections all = new();
        try
        {
            while (all._held.Count < count) await Eventually.That(() => all.TryHold(server), $"connection {all._held.Count + 1} of {count} is admitted");
            return all;
        }
        catch
        {
            all.Dispose();
            throw;
        }
    }

    public void LeaveOne() => _held.Pop().Dispose();

    public void Dispose()
    {
        foreach (var client in _held) client.Dispose();
    }

    private async Task<bool> TryHold(Uri server)
    {
        TcpClient client = new();
        var admitted = false;
        try
        {
            await client.ConnectAsync(server.Host, server.Port, TestContext.Current.CancellationToken);
            using StreamReader answer = new(client.GetStream(), leaveOpen: true);
            await client.GetStream().WriteAsync(s_request, TestContext.Current.CancellationToken);
            admitted = await answer.ReadLineAsync(TestContext.Current.CancellationToken) == "HTTP/1.1 200 OK";
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            // The server hung up.
        }
        finally
        {
            if (admitted) _held.Push(client);
            else client.Dispose();
        }
        return admitted;
    }
}
