using System.Net;
using Bulletin.SystemTests.Harness;
using Microsoft.AspNetCore.SignalR;

namespace Bulletin.SystemTests.Contract;

/// <summary>What one person, one address or one answer may cost in sum.</summary>
public sealed class CostsContract(Shared shared) : SystemTest(shared)
{
    private static readonly string Emoji = string.Concat(Enumerable.Repeat("😀", 4_000));

    [Fact]
    public async Task A_page_of_long_messages_is_cut_and_its_cursor_leads_on()
    {
        var person = await Somebody();
        var topic = await person.NewTopic();
        for (var i = 0; i < 40; i++) await person.Post(topic, Emoji);

        List<long> seqs = [];
        for (string? cursor = null; ;)
        {
            var page = (await person.Api.Get($"topics/{topic}/messages?limit=200{(cursor is null ? "" : $"&cursor={cursor}")}")).Is(HttpStatusCode.OK);
            Assert.InRange(page.Body.Length, 1, 300_000);
            seqs.InsertRange(0, page.Json.Messages().Select(m => m.Seq));
            if ((cursor = page.Json.Text("next")) is null) break;
        }

        Assert.Equal(Enumerable.Range(1, 40).Select(n => (long)n), seqs);
    }

    [Theory]
    [InlineData(HubProtocol.Json)]
    [InlineData(HubProtocol.MessagePack)]
    public async Task A_join_of_long_messages_and_one_of_short_ones_are_answered_as_REST_answers(HubProtocol protocol)
    {
        var person = await Somebody();
        var hub = await Hub(person, protocol);
        foreach (var text in new[] { "short", Emoji })
        {
            var topic = await person.NewTopic();
            for (var i = 0; i < 30; i++) await person.Post(topic, text);

            var joined = await hub.Join(topic);

            var page = (await person.Api.Get($"topics/{topic}/messages")).Is(HttpStatusCode.OK).Json.Messages();
            Assert.Equal(page.Select(m => (m.Seq, m.Text)), joined.Messages.Select(m => (m.Seq, m.Text)));
            Assert.Equal(30, joined.Revision);
        }
    }

    [Fact]
    public async Task Calls_of_the_hub_are_counted_for_each_user_over_all_connections()
    {
        var server = await OwnServer(("Limits:HubCalls:PerSecond", "0.01"), ("Limits:HubCalls:Burst", "6"));
        var (person, other) = (await Somebody(server), await Somebody(server));
        HubClient[] hubs = [await Hub(person), await Hub(person)];
        for (var i = 0; i < 6; i++) await hubs[i % 2].Call("WatchDirectory");

        foreach (var hub in hubs)
            Assert.Contains("rate_limited", (await Assert.ThrowsAsync<HubException>(() => hub.Call("WatchDirectory"))).Message, StringComparison.Ordinal);
        await (await Hub(other)).Call("WatchDirectory");
    }

    [Fact]
    public async Task A_client_that_goes_on_being_refused_is_hung_up_on()
    {
        var server = await OwnServer(("Limits:HubCalls:PerSecond", "0.01"), ("Limits:HubCalls:Burst", "1"));
        var hub = await Hub(await Somebody(server));

        for (var i = 0; i < 40 && hub.IsConnected; i++)
            await Assert.ThrowsAnyAsync<Exception>(async () => { await hub.Call("WatchDirectory"); await hub.Call("WatchDirectory"); });

        await hub.Closed.WaitAsync(Eventually.Patience, Cancelled);
    }

    [Fact]
    public async Task Connections_to_the_hub_may_be_begun_only_so_often()
    {
        var server = await OwnServer(("Limits:Connecting:PerSecond", "0.01"), ("Limits:Connecting:Burst", "2"));
        var person = await Somebody(server);
        for (var i = 0; i < 2; i++) await Hub(person);

        Assert.Contains("429", (await Assert.ThrowsAnyAsync<Exception>(() => Hub(person))).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_has_no_limit_of_its_own_is_counted_for_who_is_signed_in_too()
    {
        var server = await OwnServer(("Limits:Anonymous:PerSecond", "0.01"), ("Limits:Anonymous:Burst", "60"));
        var person = await Somebody(server);
        HttpStatusCode last = default;
        for (var i = 0; i < 80 && last != HttpStatusCode.TooManyRequests; i++)
            last = (await person.Api.Get(i % 2 == 0 ? "/health/ready" : "/api/v1/nothing-here")).Status;

        Assert.Equal(HttpStatusCode.TooManyRequests, last);
        (await person.Api.Get("topics")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Pages_from_memory_may_be_read_only_so_often()
    {
        var server = await OwnServer(("Limits:Reading:PerSecond", "0.01"), ("Limits:Reading:Burst", "3"));
        var person = await Somebody(server);
        for (var i = 0; i < 3; i++) (await person.Api.Get("topics")).Is(HttpStatusCode.OK);

        Assert.Equal("reading", (await person.Api.Get("topics")).IsProblem(HttpStatusCode.TooManyRequests, "rate_limited").Json.Text("limit"));
    }

    [Fact]
    public async Task What_strangers_ask_is_counted_by_address_and_signed_in_people_are_not_held_up_by_it()
    {
        var server = await OwnServer(("Limits:Anonymous:PerSecond", "0.01"), ("Limits:Anonymous:Burst", "40"));
        var person = await Somebody(server);
        (await person.Api.Get("topics")).Is(HttpStatusCode.OK);
        using var stranger = server.Client();
        stranger.Token = "made.up.token";
        HttpStatusCode last = default;
        for (var i = 0; i < 60 && last != HttpStatusCode.TooManyRequests; i++)
            last = (await stranger.Get(i % 3 == 0 ? "/openapi/v1.json" : i % 3 == 1 ? "topics" : "/.well-known/jwks.json")).Status;

        Assert.Equal(HttpStatusCode.TooManyRequests, last);
        (await person.Api.Get("topics")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_token_buys_no_more_of_what_anybody_may_ask()
    {
        var server = await OwnServer(("Limits:Anonymous:PerSecond", "0.01"), ("Limits:Anonymous:Burst", "40"));
        var person = await Somebody(server);
        (await person.Api.Get("topics")).Is(HttpStatusCode.OK);
        HttpStatusCode last = default;
        for (var i = 0; i < 60 && last != HttpStatusCode.TooManyRequests; i++) last = (await person.Api.Get("/openapi/v1.json")).Status;

        Assert.Equal(HttpStatusCode.TooManyRequests, last);
        (await person.Api.Get("topics")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_description_of_the_API_is_made_once_and_need_not_be_fetched_again()
    {
        using var stranger = (await One()).Client();
        var first = (await stranger.Get("/openapi/v1.json")).Is(HttpStatusCode.OK);
        Assert.Contains("max-age", first.Header("Cache-Control"), StringComparison.Ordinal);

        (await stranger.Get("/openapi/v1.json", first.Header("ETag"))).Is(HttpStatusCode.NotModified);
    }

    [Theory]
    [InlineData("identity"), InlineData("br")]
    public async Task The_script_of_the_reference_is_sent_as_it_is_kept_whatever_encoding_is_asked_for(string encoding)
    {
        using HttpClient stranger = new() { BaseAddress = (await One()).Url };
        stranger.DefaultRequestHeaders.Add("Accept-Encoding", encoding);

        using var script = await stranger.GetAsync(new Uri("/docs/scalar.js", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Cancelled);

        Assert.Equal(HttpStatusCode.OK, script.StatusCode);
        Assert.Equal(["gzip"], script.Content.Headers.ContentEncoding);
        Assert.NotNull(script.Content.Headers.ContentLength);
    }
}
