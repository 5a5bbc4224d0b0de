using System.Collections.Concurrent;
using System.Net;
using System.Net.WebSockets;
using Bulletin.SystemTests.Harness;
using Microsoft.AspNetCore.SignalR.Client;

namespace Bulletin.SystemTests.Faults;

/// <summary>A process that is told to stop answers what it has taken, and goes.</summary>
public sealed class Shutdown(Shared shared) : SystemTest(shared)
{
    [Fact]
    public async Task Told_to_stop_it_answers_the_posts_in_flight_and_exits_with_0()
    {
        var server = await OwnServer();
        var people = await People(8, server);
        var topic = await people[0].NewTopic();
        var hubs = await Task.WhenAll(people.Take(4).Select(p => Hub(p)));
        ConcurrentBag<(Guid ClientId, bool Answered)> posts = [];
        var answered = 0;
        TaskCompletionSource busy = new(TaskCreationOptions.RunContinuationsAsynchronously);

        var posting = people.Select((person, i) => Task.Run(async () =>
        {
            while (true)
            {
                var clientId = Guid.CreateVersion7();
                try
                {
                    if (i < hubs.Length) await hubs[i].Post(topic, "over the hub", clientId);
                    else if ((await person.TryPost(topic, "over HTTP", clientId)).Status != HttpStatusCode.Created) return;
                    posts.Add((clientId, true));
                    if (Interlocked.Increment(ref answered) == 200) busy.SetResult();
                }
                catch (Exception e) when (e is HttpRequestException or InvalidOperationException or Microsoft.AspNetCore.SignalR.HubException or TaskCanceledException or IOException or WebSocketException)
                {
                    posts.Add((clientId, false));
                    return;
                }
            }
        }, Cancelled)).ToArray();
        await busy.Task.WaitAsync(Eventually.Patience, Cancelled);

        Assert.Equal(0, await server.Terminate());
        await Task.WhenAll(posting);
        await server.Start();

        var stored = (await people[0].ReadAll(topic)).Select(m => m.ClientId).ToHashSet();
        Assert.All(posts.Where(p => p.Answered), p => Assert.Contains(p.ClientId, stored));
        // A post that was stored was answered: none that the process had taken was left without word.
        Assert.DoesNotContain(posts, p => !p.Answered && stored.Contains(p.ClientId));
    }

    [Fact]
    public async Task While_it_says_that_it_is_to_go_it_answers_and_asks_for_another_connection()
    {
        // As long as may be: it is still at it when the test is over, also on a busy machine.
        var server = await OwnServer(("Live:LeaveSeconds", "60"));
        var person = await Somebody(server);
        var topic = await person.NewTopic();
        using HttpClient http = new() { BaseAddress = server.Url };
        http.DefaultRequestHeaders.Authorization = new("Bearer", person.Token);
        using (var before = await http.GetAsync(new Uri($"/api/v1/topics/{topic}", UriKind.Relative), Cancelled))
            Assert.NotEqual(true, before.Headers.ConnectionClose);

        server.Process.Signal(Signals.Terminate);
        await Eventually.That(async () =>
        {
            using var ready = await http.GetAsync(new Uri("/health/ready", UriKind.Relative), Cancelled);
            return ready.StatusCode == HttpStatusCode.ServiceUnavailable;
        }, "it says that it is to go");
        using var answer = await http.GetAsync(new Uri($"/api/v1/topics/{topic}", UriKind.Relative), Cancelled);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(answer.Headers.ConnectionClose);
    }

    [Fact]
    public async Task Told_to_stop_it_sends_hub_clients_away_with_word_to_come_back()
    {
        var server = await OwnServer();
        var person = await Somebody(server);
        await using var client = SignalRConnection.Builder(server.Url, person.Token)
            .WithAutomaticReconnect([.. Enumerable.Repeat(TimeSpan.FromMilliseconds(500), 60)]).Build();
        TaskCompletionSource<string> left = new(TaskCreationOptions.RunContinuationsAsynchronously), back = new(TaskCreationOptions.RunContinuationsAsynchronously);
        client.Reconnecting += reason => Task.FromResult(left.TrySetResult($"comes back: {reason?.Message}"));
        client.Closed += reason => Task.FromResult(left.TrySetResult($"stays away: {reason?.Message}"));
        client.Reconnected += _ => Task.FromResult(back.TrySetResult("back"));
        await client.StartAsync(Cancelled);

        Assert.Equal(0, await server.Terminate());
        Assert.StartsWith("comes back", await left.Task.WaitAsync(Eventually.Patience, Cancelled), StringComparison.Ordinal);
        await server.Start();
        await back.Task.WaitAsync(Eventually.Patience, Cancelled);
    }

    [Fact]
    public async Task Told_to_stop_it_has_nothing_to_warn_of()
    {
        var server = await OwnServer();
        var person = await Somebody(server);
        var topic = await person.NewTopic();
        await (await Hub(person)).Join(topic);
        await person.Post(topic, "before it goes");

        Assert.Equal(0, await server.Terminate());

        Assert.DoesNotMatch(" (warn|error) ", server.Log.Tail());
    }

    [Fact]
    public async Task Once_built_it_is_ready_within_three_seconds()
    {
        await using var server = new BulletinServer { Program = Built.Published };
        List<TimeSpan> took = [];
        for (var i = 0; i < 3; i++)
        {
            await server.Start();
            took.Add(server.StartTook);
            Assert.Equal(0, await server.Terminate());
        }

        Print($"ready after {string.Join(", ", took.Select(t => $"{t.TotalSeconds:0.0}"))} s, the first with no data");
        // The quickest: what else the machine does meanwhile is not the server's doing.
        Assert.InRange(took.Min(), TimeSpan.Zero, TimeSpan.FromSeconds(3));
    }
}
