using System.Text.Json;

namespace Bulletin.Clients;

/// <summary>Makes one form of what the two protocols hand over, so that both are read by the same names.</summary>
internal static class HubValues
{
    public static JsonElement ToJson(object? value) =>
        value is JsonElement json ? json : JsonSerializer.SerializeToElement(Plain(value));

    /// <summary>MessagePack maps come with untyped keys, which no JSON writer takes.</summary>
    private static object? Plain(object? value) => value switch
    {
        IDictionary<object, object?> map => map.ToDictionary(entry => entry.Key.ToString()!, entry => Plain(entry.Value)),
        object?[] list => list.Select(Plain).ToArray(),
        _ => value,
    };
}
