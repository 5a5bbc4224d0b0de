using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Bulletin.Api.Fanout;

/// <summary>
/// Events that go to many connections, each in one write: what a write costs is far more than what is in it. Hub messages
/// say themselves where they end, so a client takes several as it takes one.
/// </summary>
internal sealed class HubFrame(IReadOnlyList<SerializedHubMessage> messages)
{
    /// <summary>So many go into a frame at most: a connection that waits for one waits for all of it.</summary>
    public const int MaxMessages = 32;

    private readonly ConcurrentDictionary<string, SerializedHubMessage> joined = new();

    public int Count => messages.Count;

    /// <summary>All of it as one, made once a protocol.</summary>
    public SerializedHubMessage For(IHubProtocol protocol) =>
        messages.Count == 1 ? messages[0] : joined.GetOrAdd(protocol.Name, static (_, of) => Join(of.messages, of.protocol), (messages, protocol));

    private static SerializedHubMessage Join(IReadOnlyList<SerializedHubMessage> messages, IHubProtocol protocol)
    {
        var bytes = new byte[messages.Sum(message => message.GetSerializedMessage(protocol).Length)];
        var at = 0;
        foreach (var message in messages)
        {
            var part = message.GetSerializedMessage(protocol);
            part.CopyTo(bytes.AsMemory(at));
            at += part.Length;
        }
        return new([new SerializedMessage(protocol.Name, bytes)]);
    }
}
