using Microsoft.AspNetCore.SignalR;

namespace Bulletin.Api.Fanout;

/// <summary>A change of a topic as its connections are told of it.</summary>
/// <param name="CreatedAt">Of a new message: when it was posted.</param>
/// <param name="Length">Of its text, in UTF-16 code units.</param>
internal readonly record struct FeedEvent(long Revision, SerializedHubMessage Message, DateTimeOffset? CreatedAt, int Length);

/// <summary>Changes of one topic, in order of revision, that are told together.</summary>
internal sealed class FeedFrame(IReadOnlyList<FeedEvent> events)
{
    /// <summary>A frame is copied for each connection, so that its texts are bounded, too.</summary>
    private const int MostText = 32 * 1024;

    /// <summary>As few frames as hold them all.</summary>
    public static IEnumerable<FeedFrame> Of(IReadOnlyList<FeedEvent> events)
    {
        for (int from = 0, next = 0; next < events.Count; from = next)
        {
            var text = 0;
            while (next < events.Count && next - from < HubFrame.MaxMessages && (next == from || text + events[next].Length <= MostText))
                text += events[next++].Length;
            yield return new([.. events.Skip(from).Take(next - from)]);
        }
    }

    public IReadOnlyList<FeedEvent> Events => events;

    public long First => events[0].Revision;

    public long Last => events[^1].Revision;

    /// <summary>As it goes out to whoever knows none of it.</summary>
    public HubFrame Whole { get; } = new([.. events.Select(e => e.Message)]);
}
