using System.Collections.Concurrent;
using Bulletin.SystemTests.Harness;
using Microsoft.AspNetCore.SignalR;

namespace Bulletin.SystemTests.Cluster;

/// <summary>
/// A client that follows topics for good, as the official SignalR client does it when told to reconnect by itself: it comes
/// back, by way of the next gateway, and joins again with the last revision it holds.
/// </summary>
internal sealed class Follower : IAsyncDisposable
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentDictionary<Guid, Seen> _seen = new();
    private readonly CancellationTokenSource _end = new();
    private readonly Uri[] _gateways;
    private readonly string _token;
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _following;
    private int _reconnects = -1;

    private Follower(Person person, IReadOnlyList<Guid> topics, IEnumerable<Uri> gateways)
    {
        (_gateways, _token) = ([.. gateways], person.Token);
        foreach (var topic in topics) _seen[topic] = new();
        _following = Task.Run(Follow);
    }

    /// <summary>How often it had to come back.</summary>
    public int Reconnects => _reconnects;

    public static async Task<Follower> Of(Person person, IReadOnlyList<Guid> topics, IEnumerable<Uri> gateways)
    {
        Follower follower = new(person, topics, gateways);
        await follower._begun.Task.WaitAsync(Eventually.Patience, TestContext.Current.CancellationToken);
        return follower;
    }

    /// <summary>Every message that was shown to it, in the order it came.</summary>
    public IReadOnlyList<ChatMessage> Messages(Guid topic) => _seen[topic].Messages;

    public bool HasSeen(Guid topic, long revision) => _seen[topic].Revision >= revision;

    private async Task Follow()
    {
        for (var gateway = 0; !_end.IsCancellationRequested; gateway++)
        {
            try
            {
                await FollowThrough(_gateways[gateway % _gateways.Length]);
            }
            catch (Exception away) when (away is HttpRequestException or HubException or InvalidOperationException or IOException or OperationCanceledException or System.Net.WebSockets.WebSocketException)
            {
                await Task.Delay(BetweenTries, CancellationToken.None);
            }
        }
    }

    private async Task FollowThrough(Uri gateway)
    {
        await using var connection = new SignalRConnection(gateway, _token);
        foreach (var name in new[] { "MessagePosted", "MessageUpdated" })
            connection.On(name, message => Keep(ChatMessage.From(message)));

        await connection.Open(_end.Token);
        foreach (var (topic, seen) in _seen)
        {
            seen.Hold();
            var joined = await connection.Call("JoinTopic", [topic.ToString(), seen.Begun ? seen.Revision : null], _end.Token);
            seen.Take(Joined.From(joined));
        }
        Interlocked.Increment(ref _reconnects);
        _begun.TrySetResult();
        await connection.Closed.WaitAsync(_end.Token);
    }

    private void Keep(ChatMessage message) => _seen[message.TopicId].Take(message);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _following;
        _end.Dispose();
    }

    private sealed class Seen
    {
        private readonly Lock _lock = new();
        private readonly List<ChatMessage> _messages = [];
        // What comes live while the answer to the join is on its way to us.
        private readonly List<ChatMessage> _held = [];
        private bool _holds;

        public bool Begun { get; private set; }
        public long Revision { get; private set; }

        public IReadOnlyList<ChatMessage> Messages
        {
            get
            {
                lock (_lock) return [.. _messages];
            }
        }

        public void Hold()
        {
            lock (_lock)
            {
                _holds = true;
                _held.Clear();
            }
        }

        public void Take(Joined joined)
        {
            lock (_lock)
            {
                Begun = true;
                _holds = false;
                _messages.AddRange(joined.Messages);
                Revision = joined.Revision;
                foreach (var message in _held) Add(message);
            }
        }

        public void Take(ChatMessage message)
        {
            lock (_lock)
            {
                if (_holds) _held.Add(message);
                else Add(message);
            }
        }

        private void Add(ChatMessage message)
        {
            _messages.Add(message);
            Revision = message.Revision;
        }
    }
}
