using System.Collections.Concurrent;
using System.Diagnostics;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Administration;

/// <summary>Somebody who tries every way in, through every gateway, over and over, and notes of each try when it began and how it ended.</summary>
internal sealed class Restless : IAsyncDisposable
{
    private readonly AdministeredSite _site;
    private readonly Guid _topic;
    private readonly Person[] _at;
    private readonly HubClient[] _hubs;
    private readonly ConcurrentQueue<Try> _tries = new();
    private readonly ConcurrentQueue<Guid> _posted = new();
    private readonly CancellationTokenSource _end = new();
    private readonly Task[] _loops;
    private string _refreshToken;

    /// <param name="Began">By <see cref="Stopwatch"/>.</param>
    /// <param name="Refusal">Null if it was accepted.</param>
    public sealed record Try(string Way, long Began, string? Refusal);

    private Restless(AdministeredSite site, Guid topic, Person[] at, HubClient[] hubs, bool logsIn)
    {
        (_site, _topic, _at, _hubs, _refreshToken) = (site, topic, at, hubs, at[0].RefreshToken);
        HubsClosed = [.. hubs.Select(ClosedAt)];
        _loops = [.. Enumerable.Range(0, at.Length).Select(Act), Refresh(), .. logsIn ? [LogIn()] : Array.Empty<Task>()];
    }

    public Guid Id => _at[0].Id;
    public string Username => _at[0].Username;
    public IReadOnlyCollection<Try> Tries => _tries;

    /// <summary>The client ids of what was acknowledged as posted.</summary>
    public IReadOnlyCollection<Guid> Posted => _posted;

    /// <summary>When each of the connections that were open from the beginning was closed.</summary>
    public IReadOnlyList<Task<long>> HubsClosed { get; }

    /// <param name="logsIn">Whether they also try their password.</param>
    /// <returns>Once they have come in by every way.</returns>
    public static async Task<Restless> Started(AdministeredSite site, Guid topic, bool logsIn)
    {
        var first = await site.Newcomer();
        Person[] at = [first, .. await Task.WhenAll(Enumerable.Range(1, site.Servers.Count - 1).Select(gateway => site.At(gateway, first)))];
        var hubs = await Task.WhenAll(at.Select(person => HubClient.Of(person)));
        foreach (var hub in hubs) await hub.Join(topic);
        Restless restless = new(site, topic, at, hubs, logsIn);
        var ways = 4 * at.Length + 1 + (logsIn ? 1 : 0);
        await Eventually.That(() => restless._tries.Where(t => t.Refusal is null).Select(t => t.Way).Distinct().Count() == ways, $"{restless.Username} comes in by every way");
        return restless;
    }

    /// <summary>Until every way was tried so often by requests that began after this moment.</summary>
    public Task TriesEveryWay(long since, int times) => Eventually.That(() =>
        Ways(_tries).SetEquals(_tries.Where(t => t.Began >= since).GroupBy(t => t.Way).Where(way => way.Count() >= times).Select(way => way.Key)), "every way was tried again");

    public async Task End()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_loops);
    }

    private static HashSet<string> Ways(IEnumerable<Try> tries) => [.. tries.Select(t => t.Way)];

    private async Task Act(int gateway)
    {
        var (api, hub) = (_at[gateway].Api, _hubs[gateway]);
        while (!_end.IsCancellationRequested)
        {
            await Attempt($"POST message at {gateway}", async () => await Post(clientId => _at[gateway].TryPost(_topic, "Still here", clientId)));
            await Attempt($"GET messages at {gateway}", async () => Refused(await api.Get($"topics/{_topic}/messages")));
            await Attempt($"PostMessage at {gateway}", async () => await Post(clientId => hub.Post(_topic, "Still connected", clientId)));
            await Attempt($"a new connection at {gateway}", async () =>
            {
                await using var another = await HubClient.Connected(api.Server, api.Token!);
                return await Post(clientId => another.Post(_topic, "Connected again", clientId));
            });
        }
    }

    private async Task Refresh()
    {
        for (var turn = 0; !_end.IsCancellationRequested; turn++)
        {
            var at = _at[turn % _at.Length];
            await Attempt("POST refresh", async () =>
            {
                var answer = await at.Api.Post("auth/refresh", new { refreshToken = _refreshToken });
                if (Refused(answer) is { } refusal) return refusal;
                _refreshToken = answer.Json.Text("refreshToken")!;
                at.Api.Token = answer.Json.Text("accessToken");
                return null;
            });
        }
    }

    private async Task LogIn()
    {
        for (var turn = 0; !_end.IsCancellationRequested; turn++)
        {
            using ApiClient api = new(_site.Server(turn).Url);
            await Attempt("POST login", async () =>
            {
                var answer = await api.Post("auth/login", new { username = Username, password = Person.Password });
                if (Refused(answer) is { } refusal) return refusal;
                // An account has only so many sessions, and one more would end those that are tried here.
                api.Token = answer.Json.Text("accessToken");
                await api.Post("auth/logout", new { refreshToken = answer.Json.Text("refreshToken") });
                return null;
            });
        }
    }

    private async Task<string?> Post(Func<Guid, Task> post)
    {
        var clientId = Guid.CreateVersion7();
        var posting = post(clientId);
        await posting;
        if (posting is Task<Answer> answered && Refused(await answered) is { } refusal) return refusal;
        _posted.Enqueue(clientId);
        return null;
    }

    /// <param name="act">Answers the refusal, or throws as the hub's client does.</param>
    private async Task Attempt(string way, Func<Task<string?>> act)
    {
        var began = Stopwatch.GetTimestamp();
        string? refusal = null;
        var failure = await Record.ExceptionAsync(async () => refusal = await act());
        _tries.Enqueue(new(way, began, failure is null ? refusal : $"{failure.GetType().Name}: {failure.Message}"));
        // A client that is disconnected fails at once: let the others have their turn.
        if (failure is not null) await Task.Yield();
    }

    private static string? Refused(Answer answer) => (int)answer.Status is >= 200 and < 300 ? null : answer.ToString();

    private static async Task<long> ClosedAt(HubClient hub)
    {
        await hub.Closed;
        return Stopwatch.GetTimestamp();
    }

    public async ValueTask DisposeAsync()
    {
        await End();
        foreach (var hub in _hubs) await hub.DisposeAsync();
        _end.Dispose();
    }
}
