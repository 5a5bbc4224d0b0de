using Bulletin.Bench.Load;

namespace Bulletin.Bench.Abusers;

/// <summary>Sends requests from ever new addresses, so that the cost of a request can be measured despite the limits.</summary>
internal sealed class Strangers(Uri server) : IDisposable
{
    private const int MaxAddresses = 10;

    private RawConnection? connection;
    private int address;

    /// <summary>Sends from one address; if a limit refuses the request or the server closes the connection, from another.</summary>
    /// <returns>Whether the first address got the expected response.</returns>
    public async Task<bool> Ask(AnonymousRequest request)
    {
        var status = 0;
        for (var tried = 0; tried < MaxAddresses; tried++)
        {
            try
            {
                if (connection is null) await Connect();
                status = await connection!.Send(request.Bytes, CancellationToken.None);
                if (status == request.Status) return tried == 0;
            }
            catch (IOException)
            {
                // The server closed the connection.
            }
            connection?.Dispose();
            connection = null;
        }
        throw new InvalidOperationException($"{request.Name} was answered {status} instead of {request.Status}.");
    }

    public void Dispose() => connection?.Dispose();

    private async Task Connect()
    {
        connection = new(server, Loopback.Address(++address));
        await connection.Open(CancellationToken.None);
    }
}
