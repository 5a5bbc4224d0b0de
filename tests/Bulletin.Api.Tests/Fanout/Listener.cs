using System.Buffers;
using System.IO.Pipelines;
using System.Security.Claims;
using System.Text.Json;
using Bulletin.Api.Connections;
using Bulletin.Api.Fanout;
using Bulletin.Api.Limits;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Bulletin.Api.Tests;

/// <summary>A hub client as the gateway sees it: a real SignalR connection over an in-memory pipe.</summary>
internal sealed class Listener : IAsyncDisposable
{
    private const byte EndOfMessage = 0x1E;

    private readonly Pipe sent;
    private readonly HubConnectionContext connection;

    /// <param name="networkBytes">How many bytes the network buffers before a client that does not read causes backpressure.</param>
    /// <param name="userId">Whose connection it is; nobody's if null.</param>
    public Listener(LiveMetrics metrics, LiveOptions? options = null, int networkBytes = 64 * 1024, Guid? userId = null)
    {
        sent = new(new PipeOptions(pauseWriterThreshold: networkBytes, resumeWriterThreshold: networkBytes / 2));
        DefaultConnectionContext transport = new(Guid.CreateVersion7().ToString(), new Duplex(new Pipe().Reader, sent.Writer), new Duplex(sent.Reader, new Pipe().Writer));
        if (userId is { } id) transport.User = new(new ClaimsIdentity([new("sub", id.ToString())]));
        connection = new(transport, new HubConnectionContextOptions { KeepAliveInterval = TimeSpan.FromHours(1), ClientTimeoutInterval = TimeSpan.FromHours(1) }, NullLoggerFactory.Instance)
        {
            Protocol = new JsonHubProtocol(),
        };
        Connection = new(connection, options ?? new LiveOptions(), new BytesInFlight(Options.Create(new LimitOptions())), metrics);
    }

    public LiveConnection Connection { get; }

    public SendQueue SendQueue => Connection.SendQueue;

    /// <summary>Completes when the gateway drops the connection.</summary>
    public async Task Dropped()
    {
        TaskCompletionSource dropped = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = connection.ConnectionAborted.Register(dropped.SetResult);
        await dropped.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    /// <summary>The revisions of the next messages, in order of arrival.</summary>
    public async Task<List<long>> Revisions(int count)
    {
        List<long> revisions = [];
        await Read((_, argument) =>
        {
            revisions.Add(argument.GetProperty("revision").GetInt64());
            return revisions.Count == count;
        });
        return revisions;
    }

    /// <summary>The names of the next events, up to one that the test sends.</summary>
    public async Task<List<string>> Events()
    {
        SendQueue.Offer(new SerializedHubMessage(new InvocationMessage("Mark", ["here"])));
        List<string> events = [];
        await Read((name, _) =>
        {
            if (name != "Mark") events.Add(name);
            return name == "Mark";
        });
        return events;
    }

    /// <summary>Completes once the client has received a topic or message that matches. Events of removals, which have only an id, are skipped.</summary>
    public Task Told(Predicate<JsonElement> matches) => Read((_, argument) => argument.ValueKind == JsonValueKind.Object && matches(argument));

    /// <summary>Reads received messages until one satisfies the condition.</summary>
    private async Task Read(Func<string, JsonElement, bool> isEnough)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        for (var enough = false; !enough;)
        {
            var read = await sent.Reader.ReadAsync(patience.Token);
            var rest = read.Buffer;
            while (!enough && rest.PositionOf(EndOfMessage) is { } end)
            {
                using var message = JsonDocument.Parse(rest.Slice(0, end));
                enough = isEnough(message.RootElement.GetProperty("target").GetString()!, message.RootElement.GetProperty("arguments")[0]);
                rest = rest.Slice(rest.GetPosition(1, end));
            }
            sent.Reader.AdvanceTo(rest.Start, rest.End);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Connection.Leave();
        connection.Abort();
        await sent.Reader.CompleteAsync();
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
