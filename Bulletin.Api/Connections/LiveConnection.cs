using System.Security.Claims;
using Bulletin.Api.Fanout;
using Bulletin.Api.Http;
using Bulletin.Api.Limits;
using Bulletin.Api.Topics;
using Bulletin.Operations;
using Microsoft.AspNetCore.SignalR;

namespace Bulletin.Api.Connections;

/// <summary>One client on the hub: its queue, and what it watches.</summary>
internal sealed class LiveConnection
{
    private readonly Lock gate = new();
    private readonly Dictionary<Guid, Audience> joined = [];

    private readonly LiveOptions options;
    private IDisposable? answering;
    private int refused;
    private Audience? directory;
    private bool left;

    public LiveConnection(HubConnectionContext connection, LiveOptions options, BytesInFlight inFlight, LiveMetrics metrics)
    {
        this.options = options;
        Principal = connection.User;
        SendQueue = new(connection, options, inFlight, metrics)
        {
            Receiver = new(
                Guid.TryParse(Principal.FindFirstValue("sub"), out var id) ? id : default,
                ClientAddress.Of(connection.GetHttpContext()?.Connection.RemoteIpAddress)),
        };
    }

    public ClaimsPrincipal Principal { get; }

    public SendQueue SendQueue { get; }

    /// <exception cref="ProblemException">It has joined as many topics as it may.</exception>
    public void Joined(Guid topicId, Audience audience)
    {
        lock (gate)
        {
            if (left) audience.Leave(SendQueue.ConnectionId);
            else if (joined.Count < options.TopicsPerConnection || joined.ContainsKey(topicId)) joined[topicId] = audience;
            else
            {
                audience.Leave(SendQueue.ConnectionId);
                throw new ProblemException(Problems.RateLimited("joined-topics", TimeSpan.FromSeconds(1)));
            }
        }
    }

    public bool HasJoined(Guid topicId)
    {
        lock (gate) return joined.ContainsKey(topicId);
    }

    public void Leave(Guid topicId)
    {
        lock (gate)
            if (joined.Remove(topicId, out var audience)) audience.Leave(SendQueue.ConnectionId);
    }

    /// <returns>How many calls in a row were refused for being too many.</returns>
    public int CountRefused(bool isRefused) => refused = isRefused ? refused + 1 : 0;

    /// <summary>The room that the answer now being made takes; given back at the latest when the next is made or the connection ends.</summary>
    public void Answering(IDisposable? room)
    {
        lock (gate)
        {
            answering?.Dispose();
            answering = room;
            // A call may end after its connection: nothing is written any more.
            if (left) answering?.Dispose();
        }
    }

    public void WatchesDirectory(Audience audience)
    {
        lock (gate)
        {
            directory = audience;
            if (left) audience.Leave(SendQueue.ConnectionId);
        }
    }

    /// <summary>The connection is gone.</summary>
    public void Leave()
    {
        SendQueue.Close();
        lock (gate)
        {
            left = true;
            answering?.Dispose();
            foreach (var audience in joined.Values) audience.Leave(SendQueue.ConnectionId);
            joined.Clear();
            directory?.Leave(SendQueue.ConnectionId);
        }
    }
}
