using System.IO.Hashing;
using System.Text.Json;
using Bulletin.Api.Contract;

namespace Bulletin.Api.Responses;

/// <summary>An answer as it goes out: its bytes, and the strong <c>ETag</c> over them. Immutable, so that it can be kept and sent to many.</summary>
public sealed class RenderedJson
{
    private RenderedJson(byte[] body) => (Body, Tag) = (body, $"\"{Convert.ToHexStringLower(XxHash128.Hash(body))}\"");

    /// <summary>What is not rendered yet.</summary>
    internal static readonly RenderedJson Empty = new([]);

    public ReadOnlyMemory<byte> Body { get; }

    public string Tag { get; }

    /// <param name="utf8">JSON that was made elsewhere.</param>
    public static RenderedJson Of(byte[] utf8) => new(utf8);

    public static RenderedJson Of<T>(T value) => new(JsonSerializer.SerializeToUtf8Bytes(value, BulletinJson.Options));
}
