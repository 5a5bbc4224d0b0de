using System.Text.Json;

namespace Bulletin.SystemTests.Harness;

/// <summary>A connection to the hub that keeps every event in the order it came.</summary>
internal sealed class HubClient : IAsyncDisposable
{
    private static readonly string[] s_events =
    [
        "MessagePosted", "MessageUpdated", "TopicUpdated", "TopicRemoved", "Typing",
        "ReadMoved", "LevelChanged", "DraftChanged", "Notified", "NotificationsRead", "CountsChanged", "WatchAgain",
    ];

    private readonly SignalRConnection _connection;
    private readonly Lock _lock = new();
    private readonly List<HubEvent> _events = [];
    private TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private HubClient(SignalRConnection connection)
    {
        _connection = connection;
        foreach (var name in s_events) connection.On(name, argument => Keep(new HubEvent(name, argument)));
    }

    /// <summary>Ends when the connection does, with the reason if there is one.</summary>
    public Task<Exception?> Closed => _connection.Closed;

    public bool IsConnected => _connection.IsConnected;

    public IReadOnlyList<HubEvent> Events
    {
        get
        {
            lock (_lock) return [.. _events];
        }
    }

    public static async Task<HubClient> Connected(Uri server, string token, HubProtocol protocol = HubProtocol.Json)
    {
        HubClient client = new(new SignalRConnection(server, token, protocol));
        await client._connection.Open(TestContext.Current.CancellationToken);
        return client;
    }

    public static Task<HubClient> Of(Person person, HubProtocol protocol = HubProtocol.Json) => Connected(person.Api.Server, person.Token, protocol);

    public async Task<Joined> Join(Guid topic, long? afterRevision = null) => Joined.From(await Call("JoinTopic", topic.ToString(), afterRevision));
    public Task Leave(Guid topic) => Call("LeaveTopic", topic.ToString());
    public Task<JsonElement> WatchMe(long? afterVersion = null) => Call("WatchMe", afterVersion);
    public Task Typing(Guid topic) => Call("StartTyping", topic.ToString());

    public async Task<ChatMessage> Post(Guid topic, string text, Guid? clientId = null) =>
        ChatMessage.From(await Call("PostMessage", topic.ToString(), Draft(text, clientId ?? Guid.CreateVersion7())));

    /// <summary>Calls any method with any arguments.</summary>
    public Task<JsonElement> Call(string method, params object?[] arguments) => _connection.Call(method, arguments, TestContext.Current.CancellationToken);

    public static Dictionary<string, object?> Draft(string? text, Guid clientId, long? replyTo = null) =>
        new() { ["text"] = text, ["clientId"] = clientId.ToString(), ["replyTo"] = replyTo };

    /// <summary>The first event, of those that came and those to come, for which this holds.</summary>
    public async Task<HubEvent> Event(Func<HubEvent, bool> matches, string what)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Eventually.Patience);
        for (var seen = 0; ;)
        {
            Task arrived;
            lock (_lock)
            {
                for (; seen < _events.Count; seen++)
                    if (matches(_events[seen])) return _events[seen];
                arrived = _arrived.Task;
            }

            try
            {
                await arrived.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
            {
                var names = string.Join(", ", Events.TakeLast(20).Select(e => e.Name));
                throw new TimeoutException($"The hub did not send {what} within {Eventually.Patience}. It is {(IsConnected ? "connected" : "not connected")}; its last events: {names}");
            }
        }
    }

    public Task<HubEvent> Message(Guid topic, long seq, string? name = null) =>
        Event(e => e.IsMessage && (name is null || e.Name == name) && e.Message is var m && m.TopicId == topic && m.Seq == seq, $"message {seq}");

    public Task<HubEvent> Revision(Guid topic, long revision) =>
        Event(e => e.IsMessage && e.Message is var m && m.TopicId == topic && m.Revision >= revision, $"revision {revision}");

    /// <summary>The messages of a topic as they came.</summary>
    public IReadOnlyList<ChatMessage> Messages(Guid topic) => [.. Events.Where(e => e.IsMessage).Select(e => e.Message).Where(m => m.TopicId == topic)];

    private void Keep(HubEvent happened)
    {
        lock (_lock)
        {
            _events.Add(happened);
            var arrived = _arrived;
            _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
            arrived.SetResult();
        }
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
