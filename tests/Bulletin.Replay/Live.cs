using System.Text.Json;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Bulletin.Replay;

/// <summary>A connection to the hub that has joined the topic and keeps what it is sent.</summary>
internal sealed class Live : IAsyncDisposable
{
    private readonly HubConnection _connection;
    private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Message> _heard = [];
    private readonly int _expected;

    private Live(HubConnection connection, int expected)
    {
        (_connection, _expected) = (connection, expected);
        connection.On("MessagePosted", [typeof(object)], arguments =>
        {
            lock (_heard)
            {
                _heard.Add(MessageOf(arguments[0]));
                if (_heard.Count == _expected) _all.TrySetResult();
            }

            return Task.CompletedTask;
        });
    }

    /// <param name="expected">How many messages will be posted.</param>
    public static async Task<Live> Connect(Uri server, string token, bool messagePack, int expected)
    {
        var builder = new HubConnectionBuilder().WithUrl(new Uri(server, "/hubs/bulletin"), options =>
        {
            options.AccessTokenProvider = () => Task.FromResult<string?>(token);
            options.Transports = HttpTransportType.WebSockets;
            options.SkipNegotiation = true;
        });
        if (messagePack) builder.AddMessagePackProtocol();
        var live = new Live(builder.Build(), expected);
        await live._connection.StartAsync();
        return live;
    }

    /// <returns>The messages that the answer holds.</returns>
    public async Task<IReadOnlyList<Message>> Join(Guid topic, long? afterRevision)
    {
        var joined = ToJson(await _connection.InvokeCoreAsync("JoinTopic", typeof(object), [topic.ToString(), afterRevision]));
        return [.. joined.GetProperty("messages").EnumerateArray().Select(m => MessageOf(m))];
    }

    /// <summary>Posts, and waits when it is told to wait.</summary>
    public async Task<Message> Post(Guid topic, Line line)
    {
        while (true)
        {
            try
            {
                var draft = new Dictionary<string, object?> { ["text"] = line.Text, ["clientId"] = line.ClientId.ToString() };
                return MessageOf(await _connection.InvokeCoreAsync("PostMessage", typeof(object), [topic.ToString(), draft]));
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

    private static Message MessageOf(object? value) => ToJson(value).Deserialize<Message>(JsonSerializerOptions.Web)!;

    /// <summary>MessagePack hands over maps with untyped keys; the names in them are those of the JSON.</summary>
    private static JsonElement ToJson(object? value)
    {
        return value is JsonElement json ? json : JsonSerializer.SerializeToElement(Plain(value));

        static object? Plain(object? value) => value switch
        {
            IDictionary<object, object?> map => map.ToDictionary(entry => entry.Key.ToString()!, entry => Plain(entry.Value)),
            object?[] list => list.Select(Plain).ToArray(),
            _ => value,
        };
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
