using Microsoft.AspNetCore.SignalR;

namespace Bulletin.Api.Live;

/// <summary>A change of a topic as its connections are told of it.</summary>
/// <param name="CreatedAt">Of a new message: when it was posted.</param>
internal readonly record struct FeedEvent(long Revision, SerializedHubMessage Message, DateTimeOffset? CreatedAt);

/// <summary>Changes of one topic, in order of revision, that are told together.</summary>
internal sealed class FeedFrame(IReadOnlyList<FeedEvent> events)
{
    public IReadOnlyList<FeedEvent> Events => events;

    public long First => events[0].Revision;

    public long Last => events[^1].Revision;

    /// <summary>As it goes out to whoever knows none of it.</summary>
    public HubFrame Whole { get; } = new([.. events.Select(e => e.Message)]);
}
