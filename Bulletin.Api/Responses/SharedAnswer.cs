using System.Collections.Concurrent;
using System.Text.Json;
using Bulletin.Api.Contract;
using MessagePack;
using Microsoft.AspNetCore.SignalR;

namespace Bulletin.Api.Responses;

/// <summary>A view serialised at most once for each of the hub's protocols, for however many connections that are answered with it.</summary>
/// <param name="about">How many bytes it will have, roughly.</param>
internal sealed class SharedAnswer(object view, int about)
{
    public int About => about;

    private static readonly MessagePackSerializerOptions MessagePackOptions = new MessagePackHubProtocolOptions().SerializerOptions;

    private readonly ConcurrentDictionary<bool, byte[]> rendered = new();

    /// <param name="asJson">Otherwise as MessagePack.</param>
    public byte[] Bytes(bool asJson) => rendered.GetOrAdd(asJson, static (asJson, view) => asJson
        ? JsonSerializer.SerializeToUtf8Bytes(view, BulletinJson.Options)
        : MessagePackSerializer.Serialize(view.GetType(), view, MessagePackOptions), view);
}
