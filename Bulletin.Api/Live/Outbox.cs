using Microsoft.AspNetCore.SignalR;

namespace Bulletin.Api.Live;

/// <summary>
/// What waits to be sent to one connection. Offering never waits, and what waits is bounded: a client that does not read is
/// dropped, and comes back with the last revision it holds.
/// </summary>
internal sealed class Outbox(HubConnectionContext connection, LiveOptions options, LiveMetrics metrics)
{
    private readonly Lock gate = new();
    private readonly Queue<SerializedHubMessage> waiting = new();
    private long waitingBytes;
    private bool sending;
    private bool closed;

    public string ConnectionId => connection.ConnectionId;

    public Guid UserId { get; init; }

    /// <returns>False once the connection is gone or was dropped for not reading.</returns>
    public bool Offer(SerializedHubMessage message)
    {
        var size = message.GetSerializedMessage(connection.Protocol).Length;
        lock (gate)
        {
            if (closed) return false;
            if (waiting.Count >= options.OutboxMessages || waitingBytes + size > options.OutboxBytes)
            {
                metrics.Dropped();
                Close();
            }
            else
            {
                waiting.Enqueue(message);
                waitingBytes += size;
                if (sending) return true;
                sending = true;
            }
        }

        if (closed) connection.Abort();
        else _ = Send();
        return !closed;
    }

    /// <summary>How many messages wait.</summary>
    public int Count => waiting.Count;

    /// <summary>Nothing more goes out.</summary>
    public void Close()
    {
        lock (gate)
        {
            closed = true;
            waiting.Clear();
            waitingBytes = 0;
        }
    }

    public void Abort()
    {
        Close();
        connection.Abort();
    }

    private async Task Send()
    {
        while (Next() is { } message)
        {
            // SignalR swallows what goes wrong with a connection here, and closes it.
            await connection.WriteAsync(message, connection.ConnectionAborted);
        }
    }

    private SerializedHubMessage? Next()
    {
        lock (gate)
        {
            if (waiting.TryDequeue(out var message))
            {
                waitingBytes -= message.GetSerializedMessage(connection.Protocol).Length;
                return message;
            }
            sending = false;
            return null;
        }
    }
}
