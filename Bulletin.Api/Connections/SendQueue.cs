using Bulletin.Api.Fanout;
using Bulletin.Api.Limits;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.SignalR;

namespace Bulletin.Api.Connections;

/// <summary>
/// What waits to be sent to one connection. Offering never waits, and what waits is bounded, for the connection and in sum for
/// its user and the gateway: a client that does not read is dropped, and comes back with the last revision it holds.
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

    /// <inheritdoc cref="Offer(SerializedHubMessage, int, Departures)"/>
    public bool Offer(HubFrame frame, Departures? departures) => Offer(frame.For(connection.Protocol), frame.Count, departures);

    /// <param name="events">How many events it holds.</param>
    /// <param name="departures">Among which others it is sent; null to begin at once.</param>
    /// <returns>False once the connection is gone or was dropped for not reading.</returns>
    public bool Offer(SerializedHubMessage message, int events = 1, Departures? departures = null)
    {
        var size = message.GetSerializedMessage(connection.Protocol).Length;
        lock (gate)
        {
            if (closed) return false;
            // What is sent at once takes no room in sum: only who falls behind does.
            if (waitingEvents >= options.OutboxMessages || waitingBytes + size > options.OutboxBytes || sending && !inFlight.TryTake(Receiver, size))
            {
                metrics.Dropped();
                Close();
            }
            else
            {
                waiting.Enqueue((message, events));
                waitingEvents += events;
                waitingBytes += size;
                if (sending)
                {
                    counted += size;
                    return true;
                }
                sending = true;
            }
        }

        if (closed) connection.Abort();
        else if (departures is null) Begin();
        else departures.Add(this);
        return !closed;
    }

    /// <summary>How many events wait.</summary>
    public int Count => waitingEvents;

    /// <summary>Nothing more goes out.</summary>
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

    /// <summary>
    /// Closes the connection with word that it may come back at once. After <see cref="Abort"/>, SignalR's clients do so only
    /// when they are told to.
    /// </summary>
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

    /// <summary>Sends what waits, and what comes meanwhile.</summary>
    public void Begin() => _ = Send();

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

    /// <summary>Gives back room; what is counted goes out in turn, so that it is never more than what waits.</summary>
    private void Uncount(long bytes)
    {
        counted -= bytes;
        inFlight.Release(Receiver, bytes);
    }
}
