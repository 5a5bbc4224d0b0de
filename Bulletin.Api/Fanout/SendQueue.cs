using Bulletin.Api.Limits;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.SignalR;

namespace Bulletin.Api.Fanout;

/// <summary>
/// What waits to be sent to one connection. Queueing never waits, and what waits is bounded, for the connection and in sum for
/// its user and the gateway. A client that does not read is dropped, reconnects and resumes from the last revision it has.
/// </summary>
internal sealed class SendQueue(HubConnectionContext connection, LiveOptions options, BytesInFlight inFlight, LiveMetrics metrics)
{
    private readonly Lock gate = new();
    private readonly Queue<(SerializedHubMessage Message, int Events)> waiting = new();
    private int waitingEvents;
    private long waitingBytes;
    private long counted;
    private bool sending;
    private bool closed;

    /// <summary>Otherwise MessagePack.</summary>
    public bool SpeaksJson => connection.Protocol.TransferFormat == TransferFormat.Text;

    public string ConnectionId => connection.ConnectionId;

    public Receiver Receiver { get; init; }

    public Guid UserId => Receiver.UserId;

    /// <summary>How many events wait.</summary>
    public int Count => waitingEvents;

    /// <summary>Queues events and sends them in order.</summary>
    /// <returns>False once the connection is gone or was dropped for not reading.</returns>
    public bool Offer(SerializedHubMessage message)
    {
        if (Enqueue(message, events: 1)) Start();
        return !closed;
    }

    /// <inheritdoc cref="Offer(SerializedHubMessage)"/>
    public bool Offer(HubFrame frame)
    {
        if (Enqueue(frame)) Start();
        return !closed;
    }

    /// <summary>Queues a frame.</summary>
    /// <returns>Whether the caller has to <see cref="Start"/> sending: nothing is being sent.</returns>
    public bool Enqueue(HubFrame frame) => Enqueue(frame.For(connection.Protocol), frame.Events.Count);

    /// <summary>Sends what waits, and what arrives meanwhile.</summary>
    public void Start() => _ = Send();

    /// <summary>Nothing more is sent.</summary>
    public void Close()
    {
        lock (gate)
        {
            closed = true;
            waiting.Clear();
            waitingEvents = 0;
            waitingBytes = 0;
            Uncount(counted);
        }
    }

    /// <summary>Closes the connection and lets the client reconnect at once. After <see cref="Abort"/>, SignalR's clients do so only when told to.</summary>
    /// <remarks>Must not be called with a lock held, and nor must <see cref="Abort"/>: SignalR runs what follows from it.</remarks>
    public void ComeBack()
    {
        Close();
        if (connection.Features.Get<IConnectionLifetimeNotificationFeature>() is { } lifetime) lifetime.RequestClose();
        else connection.Abort();
    }

    public void Abort()
    {
        Close();
        connection.Abort();
    }

    private bool Enqueue(SerializedHubMessage message, int events)
    {
        var size = message.GetSerializedMessage(connection.Protocol).Length;
        lock (gate)
        {
            if (closed) return false;
            // What is sent at once takes no room in sum: only a client that falls behind does.
            if (waitingEvents >= options.OutboxMessages || waitingBytes + size > options.OutboxBytes || sending && !inFlight.TryTake(Receiver, size))
            {
                metrics.Dropped();
                Close();
                ThreadPool.UnsafeQueueUserWorkItem(static queue => queue.Abort(), this, preferLocal: false);
                return false;
            }

            waiting.Enqueue((message, events));
            waitingEvents += events;
            waitingBytes += size;
            if (sending) counted += size;
            return !sending && (sending = true);
        }
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
            if (waiting.TryDequeue(out var next))
            {
                waitingEvents -= next.Events;
                var size = next.Message.GetSerializedMessage(connection.Protocol).Length;
                waitingBytes -= size;
                Uncount(Math.Min(size, counted));
                return next.Message;
            }
            sending = false;
            return null;
        }
    }

    /// <summary>Gives back room. What is counted is sent in turn, so it is never more than what waits.</summary>
    private void Uncount(long bytes)
    {
        counted -= bytes;
        inFlight.Release(Receiver, bytes);
    }
}
