using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;

namespace Bulletin.SystemTests.Contract;

/// <summary>How the files of a web client are sent that its build has left compressed beside the plain ones.</summary>
public sealed class WebClientContract(ServedClient client) : IClassFixture<ServedClient>
{
    private const string Script = "/assets/script-1.js";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("br", "br")]
    [InlineData("gzip", "gzip")]
    [InlineData("gzip, deflate, br, zstd", "br")]
    [InlineData("GZIP;q=0.5, br;q=0", "gzip")]
    [InlineData("*", "br")]
    [InlineData("identity", null)]
    [InlineData("identity, br;q=0.5", null)]
    [InlineData("br;q=0", null)]
    [InlineData("zstd", null)]
    [InlineData(",;q=", null)]
    [InlineData(null, null)]
    public async Task A_file_is_sent_as_the_build_left_it_in_the_encoding_that_is_wanted(string? accepted, string? sent)
    {
        foreach (var (path, type) in ServedClient.Files)
        {
            using var answer = await Ask(HttpMethod.Get, path, accepted);
            var body = await answer.Content.ReadAsByteArrayAsync(Cancelled);

            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal(type, answer.Content.Headers.ContentType?.MediaType);
            Assert.Equal(sent is null ? [] : [sent], answer.Content.Headers.ContentEncoding);
            Assert.Equal(body.Length, answer.Content.Headers.ContentLength);
            Assert.Contains("Accept-Encoding", answer.Headers.Vary);
            Assert.Equal(path.StartsWith("/assets/", StringComparison.Ordinal), Cached(answer).Contains("immutable", StringComparison.Ordinal));
            Assert.True(answer.Headers.Contains("Content-Security-Policy"));
            Assert.Equal(await File.ReadAllBytesAsync(client.Folder + path + Ending(sent), Cancelled), body);
            Assert.Equal(await File.ReadAllBytesAsync(client.Folder + path, Cancelled), Decoded(body, sent));
        }
    }

    [Fact]
    public async Task Each_encoding_has_a_tag_of_its_own_and_what_is_held_is_not_sent_again()
    {
        List<EntityTagHeaderValue> tags = [];
        foreach (var accepted in new[] { "br", "gzip", "identity" })
        {
            using var first = await Ask(HttpMethod.Get, Script, accepted);
            var tag = Assert.IsType<EntityTagHeaderValue>(first.Headers.ETag);
            tags.Add(tag);
            using var again = await Ask(HttpMethod.Get, Script, accepted, request => request.Headers.IfNoneMatch.Add(tag));

            Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
            Assert.Equal(tag, again.Headers.ETag);
            Assert.Contains("Accept-Encoding", again.Headers.Vary);
            Assert.Empty(await again.Content.ReadAsByteArrayAsync(Cancelled));
        }

        Assert.Equal(3, tags.Distinct().Count());
        using var otherEncoding = await Ask(HttpMethod.Get, Script, "br", request => request.Headers.IfNoneMatch.Add(tags[2]));
        Assert.Equal(HttpStatusCode.OK, otherEncoding.StatusCode);
    }

    [Theory]
    [InlineData("br"), InlineData("gzip"), InlineData("identity")]
    public async Task A_head_and_a_part_are_those_of_the_encoding_that_is_wanted(string accepted)
    {
        using var whole = await Ask(HttpMethod.Get, Script, accepted);
        var bytes = await whole.Content.ReadAsByteArrayAsync(Cancelled);

        using var head = await Ask(HttpMethod.Head, Script, accepted);
        using var part = await Ask(HttpMethod.Get, Script, accepted, request => request.Headers.Range = new(10, 19));
        using var beyond = await Ask(HttpMethod.Get, Script, accepted, request => request.Headers.Range = new(bytes.Length, null));

        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal(bytes.Length, head.Content.Headers.ContentLength);
        Assert.Equal(whole.Content.Headers.ContentEncoding, head.Content.Headers.ContentEncoding);
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(bytes.Length, part.Content.Headers.ContentRange?.Length);
        Assert.Equal(whole.Content.Headers.ContentEncoding, part.Content.Headers.ContentEncoding);
        Assert.Equal(whole.Headers.ETag, part.Headers.ETag);
        Assert.Equal(bytes[10..20], await part.Content.ReadAsByteArrayAsync(Cancelled));
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, beyond.StatusCode);
        Assert.Empty(beyond.Content.Headers.ContentEncoding);
    }

    [Fact]
    public async Task A_page_is_sent_compressed_and_a_file_that_lies_there_only_plain_is_sent_plain()
    {
        using var page = await Ask(HttpMethod.Get, "/topics/0", "gzip, br");
        using var font = await Ask(HttpMethod.Get, "/assets/font-1.woff2", "gzip, br");
        var kept = await File.ReadAllBytesAsync($"{client.Folder}/index.html.br", Cancelled);

        Assert.Equal(["br"], page.Content.Headers.ContentEncoding);
        Assert.Equal(kept, await page.Content.ReadAsByteArrayAsync(Cancelled));
        Assert.Empty(font.Content.Headers.ContentEncoding);
        Assert.Equal([1, 2, 3], await font.Content.ReadAsByteArrayAsync(Cancelled));
    }

    [Fact]
    public async Task A_compressed_file_has_no_address_of_its_own()
    {
        using var unknown = await Ask(HttpMethod.Get, "/assets/no-such-file.js", "br");

        foreach (var path in new[] { $"{Script}.br", $"{Script}.gz", "/index.html.br", "/index.html.gz" })
        {
            foreach (var accepted in new[] { "br", "gzip", "identity" })
            {
                using var answer = await Ask(HttpMethod.Get, path, accepted);
                Assert.Equal(unknown.StatusCode, answer.StatusCode);
            }
        }
    }

    private async Task<HttpResponseMessage> Ask(HttpMethod method, string path, string? accepted, Action<HttpRequestMessage>? with = null)
    {
        using HttpRequestMessage request = new(method, new Uri(path, UriKind.Relative));
        if (accepted is not null) request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);
        with?.Invoke(request);
        return await client.Http.SendAsync(request, Cancelled);
    }

    private static string Cached(HttpResponseMessage answer) => string.Join(", ", answer.Headers.NonValidated["Cache-Control"]);

    private static string Ending(string? encoding) => encoding switch { "br" => ".br", "gzip" => ".gz", _ => "" };

    private static byte[] Decoded(byte[] body, string? encoding)
    {
        using MemoryStream packed = new(body), plain = new();
        using Stream unpacked = encoding switch
        {
            "br" => new BrotliStream(packed, CompressionMode.Decompress),
            "gzip" => new GZipStream(packed, CompressionMode.Decompress),
            _ => packed,
        };
        unpacked.CopyTo(plain);
        return plain.ToArray();
    }
}
