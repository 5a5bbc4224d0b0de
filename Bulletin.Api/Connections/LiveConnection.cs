using System.Security.Claims;
using Bulletin.Api.Fanout;
using Bulletin.Api.Http;
using Bulletin.Api.Limits;
using Bulletin.Operations;
using Microsoft.AspNetCore.SignalR;

namespace Bulletin.Api.Connections;

/// <summary>A client's connection to the hub: its send queue and its subscriptions.</summary>
internal sealed class LiveConnection
{
    private readonly Lock gate = new();
    private readonly Dictionary<Guid, Audience> joined = [];

    private readonly LiveOptions options;
    private IDisposable? answering;
    private int refused;
    private IReadOnlyList<Audience> lists = [];
    private Audience? person;
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

    /// <exception cref="ProblemException">The connection has joined the maximum number of topics.</exception>
    public void Joined(Guid topicId, Audience audience)
    {
        lock (gate)
        {
            if (left) audience.Leave(SendQueue.ConnectionId);
            else if (HasRoom() || joined.ContainsKey(topicId)) joined[topicId] = audience;
            else
            {
                audience.Leave(SendQueue.ConnectionId);
                throw new ProblemException(Problems.RateLimited("joined-topics", TimeSpan.FromSeconds(1)));
            }
        }
    }

    /// <summary>Whether it is told the changes of a topic: it has joined, and was not removed since.</summary>
    public bool HasJoined(Guid topicId)
    {
        lock (gate) return joined.TryGetValue(topicId, out var audience) && audience.Has(SendQueue.ConnectionId);
    }

    public void Leave(Guid topicId)
    {
        lock (gate)
            if (joined.Remove(topicId, out var audience)) audience.Leave(SendQueue.ConnectionId);
    }

    /// <summary>Topics that are gone, or that its user may no longer see, take none.</summary>
    private bool HasRoom()
    {
        if (joined.Count < options.TopicsPerConnection) return true;
        foreach (var (topicId, audience) in joined)
            if (!audience.Has(SendQueue.ConnectionId)) joined.Remove(topicId);
        return joined.Count < options.TopicsPerConnection;
    }

    /// <returns>The number of consecutive calls refused by the rate limit.</returns>
    public int CountRefused(bool isRefused) => refused = isRefused ? refused + 1 : 0;

    /// <summary>Holds the memory reserved for the current response. Released at the latest with the next response or when the connection ends.</summary>
    public void Answering(IDisposable? room)
    {
        lock (gate)
        {
            answering?.Dispose();
            answering = room;
            // A call may outlive its connection; its response is never written.
            if (left) answering?.Dispose();
        }
    }

    /// <param name="audiences">Those of the lists of topics that it is told of.</param>
    public void WatchesDirectory(IReadOnlyList<Audience> audiences)
    {
        lock (gate)
        {
            lists = audiences;
            if (left) LeaveLists();
        }
    }

    public void LeaveDirectory()
    {
        lock (gate) LeaveLists();
    }

    /// <summary>Whether it is told what changes of its user's own.</summary>
    public bool IsWatchingPerson
    {
        get { lock (gate) return person?.Has(SendQueue.ConnectionId) == true; }
    }

    /// <param name="audience">That of its user's own.</param>
    public void WatchesPerson(Audience audience)
    {
        lock (gate)
        {
            if (person != audience) person?.Leave(SendQueue.ConnectionId);
            person = audience;
            if (left) EndPerson();
        }
    }

    public void LeavePerson()
    {
        lock (gate) EndPerson();
    }

    /// <summary>Releases everything when the connection has closed.</summary>
    public void Leave()
    {
        SendQueue.Close();
        lock (gate)
        {
            left = true;
            answering?.Dispose();
            foreach (var audience in joined.Values) audience.Leave(SendQueue.ConnectionId);
            joined.Clear();
            LeaveLists();
            EndPerson();
        }
    }

    private void EndPerson()
    {
        person?.Leave(SendQueue.ConnectionId);
        person = null;
    }

    private void LeaveLists()
    {
        foreach (var audience in lists) audience.Leave(SendQueue.ConnectionId);
        lists = [];
    }
}
