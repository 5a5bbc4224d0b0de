using Bulletin.Api.Limits;
using Microsoft.AspNetCore.SignalR;

namespace Bulletin.Api.Fanout;

/// <summary>The connections that are told of the changes of one topic, or of the directory, in order.</summary>
/// <remarks>
/// <para><b>The trade.</b> A write to a connection costs about 20 µs of a core, whatever is in it. A change that is alone goes out
/// at once. If the one before went out to many connections a moment ago, it waits for a pause that grows with their number
/// (40 µs each, at most 100 ms), and whatever arrives in that pause goes out with it in one write per connection. So telling a
/// topic of up to 2,500 listeners takes at most half of a core, however much is posted in it, and posts and reads keep the rest;
/// two thousand listeners hear of a change up to 80 ms later.</para>
/// <para><b>Why not let the next round start when the last one ends?</b> Measured at 25 posts a second and 2,000 listeners: a round
/// takes 28 ms and posts come every 40, so nothing would ever be joined. Latency falls from 55 to 21 ms (median), but the core is
/// full where the pause leaves a quarter of it free.</para>
/// <para><b>The four types.</b> This one holds who is told and what waits. <see cref="Pacer"/> says when to write next, and spreads the
/// writes to many connections over the thread pool. <see cref="HubFrame"/> is what goes out in one write. <see cref="SendQueue"/> is what
/// waits for one connection; it is bounded, and a client that does not read is dropped and resumes.</para>
/// <para><b>Lock order.</b> The connection's own, then audience (the lock it shares with its replica), then send
/// queue, then <see cref="BytesInFlight"/>. Writes may start with a lock held, but a connection is never ended under one: that
/// happens on the thread pool, since SignalR runs what follows from it.</para>
/// </remarks>
/// <param name="gate">The lock of the replica whose changes are told: what it holds and what was told move together.</param>
internal sealed class Audience(Lock gate, LiveMetrics metrics, TimeProvider clock)
{
    private readonly Dictionary<string, Member> members = [];
    private readonly List<HubEvent> waiting = [];
    private readonly Pacer pacer = new(clock);
    private bool sendsSoon;

    public bool IsEmpty
    {
        get { lock (gate) return members.Count == 0; }
    }

    /// <summary>Tells this connection every change after a revision. A connection that is in the audience already starts over from there.</summary>
    public void Join(SendQueue queue, long revision)
    {
        lock (gate) members[queue.ConnectionId] = new(queue) { Revision = revision };
    }

    public void Leave(string connectionId)
    {
        lock (gate) members.Remove(connectionId);
    }

    public bool Has(string connectionId)
    {
        lock (gate) return members.ContainsKey(connectionId);
    }

    /// <summary>Removes the connections of users who may hear no more, with a last word. What waits is not sent to them.</summary>
    public void Expel(Predicate<Guid> mayStay, SerializedHubMessage lastWord)
    {
        lock (gate)
            foreach (var (connectionId, member) in members)
            {
                if (mayStay(member.Queue.UserId)) continue;
                members.Remove(connectionId);
                member.Queue.Offer(lastWord);
            }
    }

    /// <summary>Adds a change to what goes out with the next <see cref="Send"/>.</summary>
    public void Add(HubEvent change)
    {
        lock (gate) waiting.Add(change);
    }

    /// <summary>Sends what was added, now or after a pause.</summary>
    public void Send()
    {
        lock (gate)
        {
            if (sendsSoon || waiting.Count == 0) return;
            var pause = pacer.Pause(members.Count);
            if (pause == TimeSpan.Zero) SendNow();
            else _ = SendAfter(pause);
        }
    }

    /// <summary>Sends what was added, now.</summary>
    public void SendNow()
    {
        lock (gate)
        {
            if (waiting.Count == 0) return;
            var now = clock.GetUtcNow();
            pacer.Written(members.Count);
            foreach (var frame in HubFrame.Of(waiting))
            {
                foreach (var member in members.Values) Offer(member, frame);
                foreach (var change in frame.Events)
                    if (change.CreatedAt is { } createdAt) metrics.Delivered(now - createdAt);
            }
            waiting.Clear();
        }
    }

    /// <summary>Tells something that has no place in the order of revisions, at once.</summary>
    /// <param name="but">The user who is not told.</param>
    public void Tell(SerializedHubMessage message, Guid? but = null) => Tell([new(message)], but);

    /// <inheritdoc cref="Tell(SerializedHubMessage, Guid?)"/>
    public void Tell(IReadOnlyList<HubEvent> events, Guid? but = null)
    {
        lock (gate)
            foreach (var frame in HubFrame.Of(events))
                foreach (var member in members.Values)
                    if (member.Queue.UserId != but) pacer.Offer(member.Queue, frame, members.Count);
    }

    /// <summary>Closes all connections. Clients reconnect and resume from the revision they have.</summary>
    public void Drop()
    {
        lock (gate)
        {
            foreach (var member in members.Values)
            {
                member.Queue.Close();
                ThreadPool.UnsafeQueueUserWorkItem(static queue => queue.ComeBack(), member.Queue, preferLocal: false);
            }
            Clear();
        }
    }

    public void Clear()
    {
        lock (gate)
        {
            waiting.Clear();
            members.Clear();
        }
    }

    private void Offer(Member member, HubFrame frame)
    {
        if (frame.First > member.Revision) pacer.Offer(member.Queue, frame, members.Count);
        else
            // The answer to its join has some of these already.
            foreach (var change in frame.Events)
                if (change.Revision > member.Revision) member.Queue.Offer(change.Message);
        member.Revision = Math.Max(member.Revision, frame.Last);
    }

    private async Task SendAfter(TimeSpan pause)
    {
        sendsSoon = true;
        await Task.Delay(pause, clock);
        lock (gate)
        {
            sendsSoon = false;
            SendNow();
        }
    }

    /// <param name="queue">Where what it is told waits.</param>
    private sealed class Member(SendQueue queue)
    {
        public SendQueue Queue => queue;

        /// <summary>What it has been told, or answered when it joined.</summary>
        public long Revision { get; set; }
    }
}
