using System.Net.Sockets;
using System.Text;

namespace Bulletin.SystemTests.Harness;

/// <summary>Sends HTTP/1.1 as its test wrote it, which no library would.</summary>
internal static class RawHttp
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <param name="head">The request line and headers, a line each; <c>Host</c> and <c>Connection: close</c> are added.</param>
    /// <returns>The status, and everything that was answered.</returns>
    public static async Task<(int Status, string Answer)> Send(Uri server, string[] head, string body = "")
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        using TcpClient client = new();
        await client.ConnectAsync(server.Host, server.Port, limit.Token);
        await using var stream = client.GetStream();
        using MemoryStream all = new();
        var request = Encoding.UTF8.GetBytes($"{string.Join("\r\n", head)}\r\nHost: {server.Authority}\r\nConnection: close\r\n\r\n{body}");
        await UnlessHungUp(stream.WriteAsync(request, limit.Token).AsTask());
        await UnlessHungUp(stream.CopyToAsync(all, limit.Token));
        var answer = Encoding.UTF8.GetString(all.ToArray());
        return (answer.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) ? int.Parse(answer[9..12], null) : 0, answer);
    }

    /// <summary>The server hangs up on what it would not read to its end; what it said before counts, and is there to read.</summary>
    private static async Task UnlessHungUp(Task transfer)
    {
        try
        {
            await transfer;
        }
        catch (IOException)
        {
        }
    }
}
