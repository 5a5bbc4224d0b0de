using System.Text.Json;
using Microsoft.AspNetCore.SignalR;

namespace Bulletin.Replay;

/// <summary>A connection to the hub that has joined the topic and keeps what it is sent.</summary>
internal sealed class Live : IAsyncDisposable
{
    private readonly SignalRConnection _connection;
    private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Message> _heard = [];
    private readonly int _expected;

    private Live(SignalRConnection connection, int expected)
    {
        (_connection, _expected) = (connection, expected);
        connection.On("MessagePosted", message =>
        {
            lock (_heard)
            {
                _heard.Add(MessageOf(message));
                if (_heard.Count == _expected) _all.TrySetResult();
            }
        });
    }

    /// <param name="expected">How many messages will be posted.</param>
    public static async Task<Live> Connect(Uri server, string token, HubProtocol protocol, int expected)
    {
        Live live = new(new SignalRConnection(server, token, protocol), expected);
        await live._connection.Open(CancellationToken.None);
        return live;
    }

    /// <returns>The messages that the answer holds.</returns>
    public async Task<IReadOnlyList<Message>> Join(Guid topic, long? afterRevision)
    {
        var joined = await _connection.Call("JoinTopic", [topic.ToString(), afterRevision], CancellationToken.None);
        return [.. joined.GetProperty("messages").EnumerateArray().Select(MessageOf)];
    }

    /// <summary>Posts, and waits when it is told to wait.</summary>
    public async Task<Message> Post(Guid topic, Line line)
    {
        while (true)
        {
            try
            {
                var draft = new Dictionary<string, object?> { ["text"] = line.Text, ["clientId"] = line.ClientId.ToString() };
                return MessageOf(await _connection.Call("PostMessage", [topic.ToString(), draft], CancellationToken.None));
            }
            catch (HubException refused) when (refused.Message.Contains("rate_limited:", StringComparison.Ordinal) || refused.Message.Contains("unavailable:", StringComparison.Ordinal))
            {
                await Task.Delay(TimeSpan.FromSeconds(1));
            }
        }
    }

    /// <summary>What was heard, once all of it was.</summary>
    public async Task<IReadOnlyList<Message>> All(TimeSpan within)
    {
        await _all.Task.WaitAsync(within);
        lock (_heard) return [.. _heard];
    }

    private static Message MessageOf(JsonElement json) => json.Deserialize<Message>(JsonSerializerOptions.Web)!;

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
