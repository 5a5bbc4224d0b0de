using System.IO.Hashing;
using System.Text.Json;
using Bulletin.Api.Contract;

namespace Bulletin.Api.Responses;

/// <summary>A response as sent: its bytes, and their strong <c>ETag</c>. Immutable, so that it can be cached and shared.</summary>
public sealed class RenderedJson
{
    private RenderedJson(byte[] body) => (Body, Tag) = (body, $"\"{Convert.ToHexStringLower(XxHash128.Hash(body))}\"");

    /// <summary>A placeholder for a response that is not rendered yet.</summary>
    internal static readonly RenderedJson Empty = new([]);

    public ReadOnlyMemory<byte> Body { get; }

    public string Tag { get; }

    /// <param name="utf8">JSON rendered elsewhere.</param>
    public static RenderedJson Of(byte[] utf8) => new(utf8);

    public static RenderedJson Of<T>(T value) => new(JsonSerializer.SerializeToUtf8Bytes(value, BulletinJson.Options));
}
