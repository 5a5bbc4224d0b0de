using Bulletin.Bench.Load;

namespace Bulletin.Bench.Abusers;

/// <summary>Asks from ever new addresses, so that what a request costs can be measured in spite of the limits.</summary>
internal sealed class Strangers(Uri server) : IDisposable
{
    private const int MostAddresses = 10;

    private RawConnection? connection;
    private int address;

    /// <summary>Asks from one address; if a limit refuses that, or the server hangs up after it, then from another.</summary>
    /// <returns>Whether it was answered as it should be by the first.</returns>
    public async Task<bool> Ask(AnonymousRequest request)
    {
        var status = 0;
        for (var tried = 0; tried < MostAddresses; tried++)
        {
            try
            {
                if (connection is null) await Connect();
                status = await connection!.Send(request.Bytes, CancellationToken.None);
                if (status == request.Status) return tried == 0;
            }
            catch (IOException)
            {
                // It hung up.
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
