using System.Net;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Contract;

/// <summary>Pages of messages and of changes, in every direction.</summary>
public sealed class PagesContract(Shared shared) : SystemTest(shared)
{
    private const int Count = 130;

    [Theory]
    [InlineData("", 81, 130)]
    [InlineData("?limit=200", 1, 130)]
    [InlineData("?limit=10", 121, 130)]
    [InlineData("?before=100", 50, 99)]
    [InlineData("?before=11&limit=10", 1, 10)]
    [InlineData("?before=2", 1, 1)]
    [InlineData("?before=1000", 81, 130)]
    [InlineData("?after=0", 1, 50)]
    [InlineData("?after=100", 101, 130)]
    [InlineData("?after=60&limit=3", 61, 63)]
    [InlineData("?after=130", 0, -1)]
    [InlineData("?after=9223372036854775807", 0, -1)]
    public async Task A_page_holds_the_messages_asked_for_in_ascending_seq(string query, int first, int last)
    {
        var (person, topic) = await Filled();

        var page = (await person.Api.Get($"topics/{topic}/messages{query}")).Is(HttpStatusCode.OK).Json.Messages();

        Assert.Equal(Enumerable.Range(first, last - first + 1).Select(seq => ((long)seq, $"Message {seq}")), page.Select(m => (m.Seq, m.Text!)));
    }

    [Theory]
    [InlineData(65, 10)]
    [InlineData(1, 10)]
    [InlineData(130, 10)]
    public async Task A_page_around_a_message_holds_it_and_its_neighbours(int seq, int limit)
    {
        var (person, topic) = await Filled();

        var page = (await person.Api.Get($"topics/{topic}/messages?around={seq}&limit={limit}")).Is(HttpStatusCode.OK).Json.Messages();

        Assert.Contains(page, m => m.Seq == seq);
        Assert.InRange(page.Count, limit / 2, limit);
        Assert.Equal(Enumerable.Range((int)page[0].Seq, page.Count).Select(s => (long)s), page.Select(m => m.Seq));
        if (seq is > 10 and < 120) Assert.True(page[0].Seq < seq && page[^1].Seq > seq, $"{page[0].Seq}–{page[^1].Seq}");
    }

    [Theory]
    [InlineData("limit=30", true)]
    [InlineData("limit=30&before=131", true)]
    [InlineData("limit=30&after=0", false)]
    public async Task Pages_go_on_the_same_way_to_the_end_with_each_message_once(string query, bool older)
    {
        var (person, topic) = await Filled();
        var all = new List<long>();

        for (string? path = $"topics/{topic}/messages?{query}"; path is not null;)
        {
            var page = (await person.Api.Get(path)).Is(HttpStatusCode.OK).Json;
            var seqs = page.Messages().Select(m => m.Seq).ToArray();
            Assert.Equal(seqs.Order(), seqs);
            all.InsertRange(older ? 0 : all.Count, seqs);
            path = page.Text("next") is { } next ? $"topics/{topic}/messages?limit=30&cursor={Uri.EscapeDataString(next)}" : null;
        }

        Assert.Equal(Enumerable.Range(1, Count).Select(i => (long)i), all);
    }

    [Fact]
    public async Task Changes_since_a_revision_come_once_each_in_order()
    {
        using var person = await Somebody();
        var topic = await person.NewTopic();
        for (var i = 1; i <= 20; i++) await person.Post(topic, $"Message {i}");
        await person.Edit(topic, 3, "Third");
        (await person.Api.Delete($"topics/{topic}/messages/7")).Is(HttpStatusCode.NoContent);

        var changes = (await person.Api.Get($"topics/{topic}/changes?after=18")).Is(HttpStatusCode.OK).Json;

        Assert.Equal("items reset revision", changes.Fields());
        Assert.Equal([(19L, 19L), (20L, 20L), (21L, 3L), (22L, 7L)], changes.Messages().Select(m => (m.Revision, m.Seq)));
        Assert.Equal((22L, false), (changes.Number("revision"), changes.GetProperty("reset").GetBoolean()));
        var none = (await person.Api.Get($"topics/{topic}/changes?after=22")).Is(HttpStatusCode.OK).Json;
        Assert.Equal((0, 22L), (none.Items().Count, none.Number("revision")));
    }

    [Fact]
    public async Task Changes_page_by_page_reach_the_latest_revision()
    {
        var (person, topic) = await Filled();
        var revisions = new List<long>();

        for (var after = 0L; ;)
        {
            var page = (await person.Api.Get($"topics/{topic}/changes?after={after}&limit=50")).Is(HttpStatusCode.OK).Json;
            Assert.False(page.GetProperty("reset").GetBoolean());
            revisions.AddRange(page.Messages().Select(m => m.Revision));
            if (page.Number("revision") == after) break;
            after = page.Number("revision");
        }

        Assert.Equal(Enumerable.Range(1, Count).Select(i => (long)i), revisions);
    }

    [Fact]
    public async Task A_revision_that_was_never_reached_is_told_reset()
    {
        var (person, topic) = await Filled();

        var changes = (await person.Api.Get($"topics/{topic}/changes?after=100000")).Is(HttpStatusCode.OK).Json;

        Assert.True(changes.GetProperty("reset").GetBoolean());
        Assert.Equal(Enumerable.Range(81, 50).Select(i => (long)i), changes.Messages().Select(m => m.Seq).Order());
        Assert.Equal(Count, changes.Number("revision"));
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=201")]
    [InlineData("limit=x")]
    [InlineData("limit=1e2")]
    [InlineData("limit=99999999999999999999")]
    [InlineData("before=0")]
    [InlineData("before=x")]
    [InlineData("after=-1")]
    [InlineData("around=0")]
    [InlineData("before=5&after=3")]
    [InlineData("cursor=")]
    [InlineData("cursor=x")]
    [InlineData("cursor=AAAAAAAAAAAAAAAAAAAA")]
    [InlineData("cursor=%00%ff%27")]
    public async Task A_page_that_makes_no_sense_is_refused(string query)
    {
        var (person, topic) = await Filled();

        (await person.Api.Get($"topics/{topic}/messages?{query}")).IsProblem(HttpStatusCode.BadRequest, "validation_failed");
    }

    [Fact]
    public async Task A_cursor_that_was_changed_or_belongs_elsewhere_is_refused()
    {
        var (person, topic) = await Filled();
        var other = await person.NewTopic();
        for (var i = 0; i < 3; i++) await person.Post(other, "x");
        var cursor = (await person.Api.Get($"topics/{topic}/messages?limit=1")).Json.Text("next")!;

        for (var i = 0; i < cursor.Length; i++)
        {
            var changed = cursor[..i] + (cursor[i] == 'A' ? 'B' : 'A') + cursor[(i + 1)..];
            var answer = await person.Api.Get($"topics/{topic}/messages?cursor={Uri.EscapeDataString(changed)}");
            Assert.True(answer.Status == HttpStatusCode.OK || answer.Code == "validation_failed", answer.ToString());
        }

        (await person.Api.Get($"topics/{other}/messages?cursor={Uri.EscapeDataString(cursor)}")).IsProblem(HttpStatusCode.BadRequest, "validation_failed");
        (await person.Api.Get($"topics?cursor={Uri.EscapeDataString(cursor)}")).IsProblem(HttpStatusCode.BadRequest, "validation_failed");
        (await person.Api.Get($"users?query=a&cursor={Uri.EscapeDataString(cursor)}")).IsProblem(HttpStatusCode.BadRequest, "validation_failed");
    }

    private static (Person Person, Guid Topic)? s_filled;

    /// <summary>A topic with 130 messages, filled once: these tests only read it.</summary>
    private async Task<(Person Person, Guid Topic)> Filled()
    {
        if (s_filled is { } filled) return filled;
        var person = await Person.SignedUp((await One()).Url);
        var topic = await person.NewTopic();
        for (var i = 1; i <= Count; i++) await person.Post(topic, $"Message {i}");
        return (s_filled = (person, topic)).Value;
    }
}
