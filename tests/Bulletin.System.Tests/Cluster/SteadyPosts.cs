using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Cluster;

/// <summary>
/// People who post into topics without a pause worth naming, each topic by one of them. A post that is not answered is sent
/// again under its client id, by way of the next gateway that is ready, until it is.
/// </summary>
internal sealed class SteadyPosts : IAsyncDisposable
{
    private static readonly TimeSpan BetweenPosts = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentBag<Answered> _answered = [];
    private readonly ConcurrentDictionary<string, int> _refusals = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(1) }) { Timeout = TimeSpan.FromSeconds(6) };
    private readonly Balancer _balancer;
    private readonly string _token;
    private readonly Task _asking;
    private readonly Task[] _posting;
    private long _began = Stopwatch.GetTimestamp();

    public SteadyPosts(Person person, IReadOnlyList<Guid> topics, IReadOnlyList<Uri> gateways)
    {
        _balancer = new([.. gateways.Select(url => new Balancer.Gateway(() => url, () => IsReady(url)))]);
        _token = person.Token;
        _asking = _balancer.Run(_end.Token);
        _posting = [.. topics.Select((topic, i) => Task.Run(() => PostInto(topic, i)))];
    }

    /// <param name="Topic">Where.</param>
    /// <param name="At">When it was answered.</param>
    /// <param name="Took">From when it was first sent.</param>
    public sealed record Answered(Guid Topic, Guid ClientId, long Seq, long At, TimeSpan Took, int Tries);

    public IReadOnlyCollection<Answered> All => _answered;

    /// <summary>Not to be answered at once; by what was said instead.</summary>
    public string Refusals => string.Join(", ", _refusals.Select(r => $"{r.Value} × {r.Key}"));

    /// <summary>From here on is what is measured.</summary>
    public void Mark()
    {
        _refusals.Clear();
        _began = Stopwatch.GetTimestamp();
    }

    /// <summary>Until every topic has had an answer to a post that was begun after this was called, and some more.</summary>
    public async Task AllAnswerAgain(TimeSpan within)
    {
        var from = Stopwatch.GetTimestamp();
        await Eventually.That(() => _answered.Where(a => a.At - (long)(a.Took.TotalSeconds * Stopwatch.Frequency) > from)
            .GroupBy(a => a.Topic).Count(topic => topic.Count() >= 5) == _posting.Length, within, "every topic takes posts again");
    }

    /// <summary>The longest time, of any topic since the mark, that passed without an answered post.</summary>
    public TimeSpan LongestSilence() => _answered.Where(a => a.At >= _began).GroupBy(a => a.Topic).Max(topic =>
    {
        var times = topic.Select(a => a.At).Order().Prepend(_began).ToArray();
        return times.Zip(times.Skip(1), (before, after) => Stopwatch.GetElapsedTime(before, after)).Max();
    });

    /// <summary>How long posts took from first being sent, since the mark.</summary>
    public TimeSpan Percentile(double share)
    {
        var took = _answered.Where(a => a.At >= _began).Select(a => a.Took).Order().ToArray();
        return took[(int)(share * (took.Length - 1))];
    }

    public async Task End()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_posting);
        try
        {
            await _asking;
        }
        catch (OperationCanceledException)
        {
            // It ends with the posts.
        }
    }

    private async Task<bool> IsReady(Uri gateway)
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri(gateway, "/health/ready"));
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception away) when (away is HttpRequestException or SocketException or TaskCanceledException)
        {
            return false;
        }
    }

    private async Task PostInto(Guid topic, int gateway)
    {
        while (!_end.IsCancellationRequested)
        {
            var clientId = Guid.CreateVersion7();
            var sent = Stopwatch.GetTimestamp();
            var seq = 0L;
            var tries = 0;
            for (; seq == 0; tries++)
            {
                if (tries > 0)
                {
                    gateway++;
                    await Task.Delay(BetweenTries);
                }
                if (tries > 0 && _end.IsCancellationRequested) return;
                seq = await TryPost(_balancer.Url(_balancer.Pick(gateway)), topic, clientId);
            }
            _answered.Add(new(topic, clientId, seq, Stopwatch.GetTimestamp(), Stopwatch.GetElapsedTime(sent), tries));
            await Task.Delay(BetweenPosts);
        }
    }

    /// <returns>Its seq, or 0 if that is not known.</returns>
    private async Task<long> TryPost(Uri gateway, Guid topic, Guid clientId)
    {
        try
        {
            using HttpRequestMessage request = new(HttpMethod.Post, new Uri(gateway, $"/api/v1/topics/{topic}/messages"))
            {
                Content = System.Net.Http.Json.JsonContent.Create(new { text = $"{clientId}", clientId }),
            };
            request.Headers.Authorization = new("Bearer", _token);
            using var answer = await _http.SendAsync(request);
            var body = await answer.Content.ReadAsStringAsync();
            if (answer.StatusCode is HttpStatusCode.Created or HttpStatusCode.OK) return ChatMessage.From(System.Text.Json.JsonDocument.Parse(body).RootElement).Seq;
            Refused($"{(int)answer.StatusCode}");
        }
        catch (Exception away) when (away is HttpRequestException or TaskCanceledException or IOException or SocketException)
        {
            Refused(away is HttpRequestException http ? $"{http.HttpRequestError}" : away.GetType().Name);
        }
        return 0;
    }

    private void Refused(string how) => _refusals.AddOrUpdate(how, 1, (_, count) => count + 1);

    public async ValueTask DisposeAsync()
    {
        await End();
        _http.Dispose();
        _end.Dispose();
    }
}
