using System.Buffers.Text;
using System.IO.Hashing;
using System.Net;
using System.Text;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.BadInput;

/// <summary>Cursors that somebody made up, with the checksum that fits: it is no secret.</summary>
public sealed class ForgedCursors(Shared shared) : SystemTest(shared)
{
    private const int ChecksumLength = 4;

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task A_forged_cursor_is_a_place_or_no_cursor_and_never_an_error_of_the_server(Engine engine)
    {
        var server = await OwnServer(engine);
        using var person = await Somebody(server);
        using var other = await Somebody(server);
        var topic = await person.NewTopic();
        await person.NewTopic();
        for (var i = 0; i < 4; i++) await person.Post(topic, $"Message {i}");

        await Forge(person.Api, "topics?limit=1", "topics?");
        await Forge(person.Api, $"topics/{topic}/messages?limit=1", $"messages/{topic}");
        await Forge(person.Api, $"topics/{topic}/messages?limit=1&after=1", $"messages/{topic}");
        await Forge(person.Api, "users?limit=1", "users?");
        await Eventually.That(async () => (await person.Api.Get("search?query=message&limit=1")).Is(HttpStatusCode.OK).Json.Text("next") is not null, "messages are found");
        await Forge(person.Api, "search?query=message&limit=1", "search/UTC?message");
    }

    [Fact]
    public async Task A_cursor_of_messages_goes_older_or_newer_from_a_message()
    {
        using var person = await Somebody();
        var topic = await person.NewTopic();
        foreach (var place in new byte[][] { [0, .. Seq(1)], [3, .. Seq(1)], [1, .. Seq(0)], [2, .. Seq(0)], [1, .. Seq(-1)], [2, .. Seq(long.MinValue)] })
            (await person.Api.Get($"topics/{topic}/messages?cursor={Cursor($"messages/{topic}", place)}")).IsProblem(HttpStatusCode.BadRequest, "validation_failed");
    }

    [Fact]
    public async Task A_cursor_of_people_is_a_user_name()
    {
        using var person = await Somebody();
        foreach (var name in new[] { "", "ab", "a b c", "ada\0", "\0\0\0", "ada\t", "%%%", "ünïcode" })
            (await person.Api.Get($"users?cursor={Cursor("users?", Encoding.Latin1.GetBytes($"ada\0{name}"))}")).IsProblem(HttpStatusCode.BadRequest, "validation_failed");
    }

    /// <summary>Changes each byte of a real cursor, its checksum made to fit.</summary>
    private static async Task Forge(ApiClient api, string list, string hashed)
    {
        var cursor = (await api.Get(list)).Is(HttpStatusCode.OK).Json.Text("next")!;
        var place = Base64Url.DecodeFromChars(cursor)[..^ChecksumLength];
        Assert.Equal(cursor, Cursor(hashed, place));
        var path = list[..list.IndexOf("limit=1", StringComparison.Ordinal)];
        for (var i = 0; i < place.Length; i++)
            foreach (var flip in new byte[] { 0x01, 0x03, 0x20, 0x80, 0xff, place[i] })
            {
                var forged = place.ToArray();
                forged[i] ^= flip;
                var answer = await api.Get($"{path}cursor={Cursor(hashed, forged)}");
                Assert.True(answer.Status == HttpStatusCode.OK || (answer.Status == HttpStatusCode.BadRequest && answer.Code == "validation_failed"), answer.ToString());
            }
    }

    private static string Cursor(string list, byte[] place) =>
        Base64Url.EncodeToString([.. place, .. XxHash32.Hash([.. place, .. Encoding.UTF8.GetBytes(list)])]);

    private static byte[] Seq(long seq)
    {
        var bytes = BitConverter.GetBytes(seq);
        Array.Reverse(bytes);
        return bytes;
    }
}
