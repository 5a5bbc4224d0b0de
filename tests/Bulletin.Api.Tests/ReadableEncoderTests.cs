using System.Text;
using System.Text.Json;
using Bulletin.Api.Contract;

namespace Bulletin.Api.Tests;

public sealed class ReadableEncoderTests
{
    [Theory]
    [InlineData("😀", "\"😀\"")]
    [InlineData("a😀\"b\"😀", "\"a😀\\\"b\\\"😀\"")]
    [InlineData("Käse ж 日本 𝒳", "\"Käse ж 日本 𝒳\"")]
    [InlineData("tab\tand \u0001", "\"tab\\tand \\u0001\"")]
    public void Text_is_written_as_UTF_8_and_only_what_JSON_forbids_is_escaped(string text, string json) =>
        Assert.Equal(JsonDocument.Parse(json).RootElement.GetString(), JsonDocument.Parse(Written(text)).RootElement.GetString());

    [Fact]
    public void Half_a_surrogate_pair_is_replaced() => Assert.Equal("\"a\ufffdb\"", Written($"a{'\ud83d'}b").Replace("\\ufffd", "\ufffd", StringComparison.OrdinalIgnoreCase));

    [Fact]
    public void A_character_beyond_the_basic_plane_takes_four_bytes() =>
        Assert.Equal(4_000 * 4 + 2, Encoding.UTF8.GetByteCount(Written(string.Concat(Enumerable.Repeat("😀", 4_000)))));

    private static string Written(string text) => JsonSerializer.Serialize(text, BulletinJson.Options);
}
