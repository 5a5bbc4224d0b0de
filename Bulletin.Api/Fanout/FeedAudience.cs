using Bulletin.Api.Connections;
using Microsoft.AspNetCore.SignalR;

namespace Bulletin.Api.Fanout;

/// <summary>
/// The connections of a topic's feed, and what they are still to be told. A change goes out at once, unless the one before
/// went out to many just now: then it waits a moment for company, and all of them take one write a connection.
/// </summary>
/// <remarks>Guarded by the feed's lock.</remarks>
internal sealed class FeedAudience(Lock gate, LiveMetrics metrics, TimeProvider clock)
{
    private readonly Dictionary<string, FeedMember> members = [];
    private readonly List<FeedEvent> waiting = [];
    private readonly Departures departures = new();
    private readonly Pace pace = new(clock);
    private bool sendsSoon;

    public bool IsEmpty => members.Count == 0;

    public bool Has(string connectionId) => members.ContainsKey(connectionId);

    public void Take(FeedMember member) => members[member.SendQueue.ConnectionId] = member;

    public void Leave(string connectionId) => members.Remove(connectionId);

    /// <summary>Unless the connection has joined once more since.</summary>
    public void Leave(FeedMember member)
    {
        if (members.GetValueOrDefault(member.SendQueue.ConnectionId) == member) Leave(member.SendQueue.ConnectionId);
    }

    /// <summary>Notes what is to be told with the next <see cref="Send"/>.</summary>
    public void Note(FeedEvent change) => waiting.Add(change);

    /// <summary>Tells what was noted, now or in a moment.</summary>
    public void Send()
    {
        if (sendsSoon || waiting.Count == 0) return;
        var wait = pace.Wait(members.Count);
        if (wait == TimeSpan.Zero) SendNow();
        else _ = SendIn(wait);
    }

    /// <summary>Tells what was noted, before something else is told.</summary>
    public void SendNow()
    {
        if (waiting.Count == 0) return;
        var now = clock.GetUtcNow();
        pace.Written(members.Count);
        var inTurn = members.Count > Departures.AtOnce ? departures : null;
        foreach (var frame in FeedFrame.Of(waiting))
        {
            foreach (var member in members.Values) member.Offer(frame, inTurn);
            foreach (var change in frame.Events)
                if (change.CreatedAt is { } createdAt) metrics.Delivered(now - createdAt);
        }
        waiting.Clear();
    }

    /// <summary>Tells something beside the order of revisions, at once.</summary>
    /// <param name="but">The user who is not told.</param>
    public void Tell(SerializedHubMessage message, Guid? but = null)
    {
        foreach (var member in members.Values)
            if (member.SendQueue.UserId != but) member.Tell(message);
    }

    /// <summary>They are told to come back, and are answered what they missed.</summary>
    public void Drop()
    {
        foreach (var member in members.Values) member.SendQueue.ComeBack();
        Clear();
    }

    public void Clear()
    {
        waiting.Clear();
        members.Clear();
    }

    private async Task SendIn(TimeSpan pause)
    {
        sendsSoon = true;
        await Task.Delay(pause, clock);
        lock (gate)
        {
            sendsSoon = false;
            SendNow();
        }
    }
}
