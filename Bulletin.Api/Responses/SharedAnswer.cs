using System.Collections.Concurrent;
using System.Text.Json;
using Bulletin.Api.Contract;
using MessagePack;
using Microsoft.AspNetCore.SignalR;

namespace Bulletin.Api.Responses;

/// <summary>A view that is serialized at most once per hub protocol, for all connections that receive it.</summary>
/// <param name="about">The approximate size in bytes.</param>
internal sealed class SharedAnswer(object view, int about)
{
    public int About => about;

    private static readonly MessagePackSerializerOptions MessagePackOptions = new MessagePackHubProtocolOptions().SerializerOptions;

    private readonly ConcurrentDictionary<bool, byte[]> rendered = new();

    /// <param name="asJson">JSON if true, MessagePack otherwise.</param>
    public byte[] Bytes(bool asJson) => rendered.GetOrAdd(asJson, static (asJson, view) => asJson
        ? JsonSerializer.SerializeToUtf8Bytes(view, BulletinJson.Options)
        : MessagePackSerializer.Serialize(view.GetType(), view, MessagePackOptions), view);
}
