using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Bulletin.Api.Fanout;

/// <summary>What a connection is told with one message of the hub.</summary>
/// <param name="Revision">The revision of a topic's change; 0 for whatever has no place in that order.</param>
/// <param name="CreatedAt">When a new message was posted; otherwise null.</param>
/// <param name="Length">The length of its text, in UTF-16 code units.</param>
internal readonly record struct HubEvent(SerializedHubMessage Message, long Revision = 0, DateTimeOffset? CreatedAt = null, int Length = 0);

/// <summary>
/// Events that go to each connection in one write, which costs far more than its content. Hub messages are self-delimiting, so
/// a client reads several as it reads one.
/// </summary>
internal sealed class HubFrame
{
    /// <summary>A connection that waits for a frame waits for all of it.</summary>
    private const int MaxEvents = 32;

    /// <summary>A frame is copied for each connection, so its texts are bounded too.</summary>
    private const int MaxText = 32 * 1024;

    private readonly ConcurrentDictionary<string, SerializedHubMessage> joined = new();

    private HubFrame(IReadOnlyList<HubEvent> events) => Events = events;

    public IReadOnlyList<HubEvent> Events { get; }

    public long First => Events[0].Revision;

    public long Last => Events[^1].Revision;

    /// <summary>As few frames as hold all of these, in order.</summary>
    public static IEnumerable<HubFrame> Of(IReadOnlyList<HubEvent> events)
    {
        for (int from = 0, next = 0; next < events.Count; from = next)
        {
            var text = 0;
            while (next < events.Count && next - from < MaxEvents && (next == from || text + events[next].Length <= MaxText))
                text += events[next++].Length;
            yield return new([.. events.Skip(from).Take(next - from)]);
        }
    }

    /// <summary>All events as one message, serialized once per protocol.</summary>
    public SerializedHubMessage For(IHubProtocol protocol) =>
        Events.Count == 1 ? Events[0].Message : joined.GetOrAdd(protocol.Name, static (_, of) => Join(of.Events, of.protocol), (Events, protocol));

    private static SerializedHubMessage Join(IReadOnlyList<HubEvent> events, IHubProtocol protocol)
    {
        var bytes = new byte[events.Sum(e => e.Message.GetSerializedMessage(protocol).Length)];
        var at = 0;
        foreach (var e in events)
        {
            var part = e.Message.GetSerializedMessage(protocol);
            part.CopyTo(bytes.AsMemory(at));
            at += part.Length;
        }
        return new([new SerializedMessage(protocol.Name, bytes)]);
    }
}
