using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;

namespace EchoBot;

/// <summary>Answers "!echo …" in one topic, each message exactly once, whatever restarts in between.</summary>
internal sealed class Bot(Api api, string topicName, CancellationToken stopping)
{
    private const string Command = "!echo ";

    private readonly Lock gate = new();
    private readonly Channel<Message> waiting = Channel.CreateUnbounded<Message>();
    private User me = null!;
    private Topic topic = null!;
    private long seq; // messages up to here are answered or waiting for it
    private long? revision; // how far joins and events have brought us
    private List<(Message Message, bool IsNew)>? early; // events that came before the answer to a join

    public async Task Run()
    {
        me = await Retry<User>(HttpMethod.Get, "users/me");
        topic = await Api.Retry(FindTopic, stopping);
        await Retry<JsonElement>(HttpMethod.Put, $"topics/{topic.Id}/follow"); // the first time, from the end of the topic on
        seq = (await Retry<Page<State>>(HttpMethod.Get, $"users/me/topics?ids={topic.Id}")).Items[0].ReadSeq;
        var ended = await Task.WhenAny(StayConnected(), AnswerAll());
        await ended;
    }

    private async Task<Topic> FindTopic()
    {
        for (var cursor = ""; ;)
        {
            var page = await Call<Page<Topic>>(HttpMethod.Get, $"topics?query={Uri.EscapeDataString(topicName)}{cursor}");
            if (page.Items.FirstOrDefault(topic => topic.Name == topicName) is { } found) return found;
            if (page.Next is null) return await Call<Topic>(HttpMethod.Post, "topics", new { name = topicName });
            cursor = $"&cursor={Uri.EscapeDataString(page.Next)}";
        }
    }

    private async Task StayConnected()
    {
        while (true)
        {
            // Without WithAutomaticReconnect, which gives up.
            await using var hub = new HubConnectionBuilder().WithUrl(new Uri(api.Server, "/hubs/bulletin"), options =>
            {
                options.Transports = HttpTransportType.WebSockets;
                options.SkipNegotiation = true;
                options.AccessTokenProvider = async () => await api.AccessToken(stopping);
            }).Build();
            var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            hub.Closed += _ => { closed.TrySetResult(); return Task.CompletedTask; };
            hub.On<Message>("MessagePosted", message => Changed(message, isNew: true));
            hub.On<Message>("MessageUpdated", message => Changed(message, isNew: false));
            await Api.Retry(async () =>
            {
                await hub.StopAsync(stopping);
                await Call<Topic>(HttpMethod.Get, $"topics/{topic.Id}"); // renews the token if it is refused: a WebSocket does not say why it was
                await hub.StartAsync(stopping);
                return await Join(hub);
            }, stopping);
            Console.WriteLine($"Answering in \"{topicName}\"");
            if (hub.State == HubConnectionState.Connected) await closed.Task.WaitAsync(stopping);
            await Task.Delay(Random.Shared.Next(1000), stopping);
        }
    }

    private async Task<bool> Join(HubConnection hub)
    {
        lock (gate) early = []; // until a join succeeds: a failed one changes nothing, and the next asks from the same revision
        var joined = await hub.InvokeAsync<Joined>("JoinTopic", topic.Id, revision, stopping);
        if (joined.Reset || revision is null)
        {
            // More than a join brings: read on from the last message that we have, unless a restored backup has fewer.
            seq = Math.Min(seq, joined.Topic.LastSeq);
            for (Page<Message>? page = null; page is not { Items.Length: 0 };)
            {
                page = await Retry<Page<Message>>(HttpMethod.Get, $"topics/{topic.Id}/messages?after={seq}&limit=200");
                Take(page.Items);
            }
        }
        else Take(joined.Messages);
        lock (gate)
        {
            revision = joined.Revision;
            var held = early;
            early = null;
            foreach (var (message, isNew) in held) Changed(message, isNew);
        }
        return true;
    }

    private void Changed(Message message, bool isNew)
    {
        lock (gate)
        {
            if (early is not null)
            {
                early.Add((message, isNew));
                return;
            }
            revision = message.Revision;
            if (isNew) Take([message]);
        }
    }

    /// <summary>Takes new messages; those of a topic are numbered without gaps, so one number says what is new.</summary>
    private void Take(Message[] messages)
    {
        foreach (var message in messages.Where(message => message.Seq > seq).OrderBy(message => message.Seq))
        {
            seq = message.Seq;
            waiting.Writer.TryWrite(message);
        }
    }

    private async Task AnswerAll()
    {
        await foreach (var message in waiting.Reader.ReadAllAsync(stopping))
        {
            if (message.Author.Id != me.Id && message.Text?.StartsWith(Command, StringComparison.Ordinal) == true) await Answer(message.Seq, message.Text[Command.Length..]);
            // Remembered by the server, for the next start of the bot.
            if (!waiting.Reader.TryPeek(out _)) await Retry<State>(HttpMethod.Put, $"topics/{topic.Id}/read", new { seq = message.Seq });
        }
    }

    private async Task Answer(long replyTo, string text)
    {
        // The same for this message at every attempt, also after a restart: so there is one answer.
        var clientId = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{topic.Id} {replyTo}")).AsSpan(0, 16), bigEndian: true);
        try
        {
            await Retry<Message>(HttpMethod.Post, $"topics/{topic.Id}/messages", new { text, replyTo, clientId });
        }
        catch (HttpRequestException problem) when (problem.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Conflict)
        {
            // A blank text, a locked topic, or answered before an edit.
            Console.Error.WriteLine($"No answer to message {replyTo}: {problem.Message}");
        }
    }

    private Task<T> Call<T>(HttpMethod method, string path, object? body = null) => api.Call<T>(method, path, body, stopping);

    private Task<T> Retry<T>(HttpMethod method, string path, object? body = null) => Api.Retry(() => Call<T>(method, path, body), stopping);
}
