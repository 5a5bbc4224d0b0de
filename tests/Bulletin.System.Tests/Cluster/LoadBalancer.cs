using System.Net;

namespace Bulletin.SystemTests.Cluster;

/// <summary>Sends to gateways in turn, leaving out those that do not say they are ready, as a load balancer does.</summary>
internal sealed class LoadBalancer : IAsyncDisposable
{
    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(200);

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(1) };
    private readonly CancellationTokenSource _end = new();
    private readonly Uri[] _gateways;
    private readonly Task _asking;
    private volatile Uri[] _ready;

    public LoadBalancer(IReadOnlyList<Uri> gateways)
    {
        _ready = _gateways = [.. gateways];
        _asking = AskAll();
    }

    /// <summary>All of them when none is ready.</summary>
    public IReadOnlyList<Uri> Ready => _ready is { Length: > 0 } ready ? ready : _gateways;

    private async Task AskAll()
    {
        using PeriodicTimer timer = new(Often);
        try
        {
            while (await timer.WaitForNextTickAsync(_end.Token))
            {
                var ready = await Task.WhenAll(_gateways.Select(IsReady));
                _ready = [.. _gateways.Where((_, i) => ready[i])];
            }
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
        }
    }

    private async Task<bool> IsReady(Uri gateway)
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri(gateway, "/health/ready"), _end.Token);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception away) when (away is HttpRequestException or TaskCanceledException && !_end.IsCancellationRequested)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _asking;
        _http.Dispose();
        _end.Dispose();
    }
}
