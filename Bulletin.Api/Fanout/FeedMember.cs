using Bulletin.Api.Connections;
using Microsoft.AspNetCore.SignalR;

namespace Bulletin.Api.Fanout;

/// <summary>
/// A connection in a topic's feed. While its join is being answered, live events wait here; then those that the answer
/// does not hold follow. Guarded by the feed's lock.
/// </summary>
internal sealed class FeedMember(SendQueue queue)
{
    // Whoever joins while more than this is posted is told to come back, by being dropped.
    private const int HeldCapacity = 512;

    private List<(long Revision, SerializedHubMessage Message)>? held = [];
    private long revision;

    public SendQueue SendQueue { get; } = queue;

    /// <param name="departures">Of an audience that is large.</param>
    public void Offer(FeedFrame frame, Departures? departures)
    {
        if (held is null && frame.First > revision)
        {
            revision = frame.Last;
            SendQueue.Offer(frame.Whole, departures);
            return;
        }
        foreach (var change in frame.Events) Offer(change.Revision, change.Message);
    }

    /// <param name="answered">The revision that the answer to the join reaches.</param>
    public void Begin(long answered)
    {
        var waiting = held ?? [];
        held = null;
        revision = answered;
        foreach (var (eventRevision, message) in waiting) Offer(eventRevision, message);
    }

    /// <summary>An event beside the order of revisions.</summary>
    public void Tell(SerializedHubMessage message) => SendQueue.Offer(message);

    private void Offer(long eventRevision, SerializedHubMessage message)
    {
        if (held is not null)
        {
            if (held.Count < HeldCapacity) held.Add((eventRevision, message));
            else SendQueue.ComeBack();
        }
        else if (eventRevision > revision)
        {
            revision = eventRevision;
            SendQueue.Offer(message);
        }
    }
}
