using Bulletin.Api.Auth;
using Bulletin.Api.Connections;
using Bulletin.Api.Contract;
using Bulletin.Api.Directory;
using Bulletin.Api.Http;
using Bulletin.Api.Limits;
using Bulletin.Api.Personal;
using Bulletin.Api.Responses;
using Bulletin.Api.Topics;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Topics;
using Microsoft.AspNetCore.SignalR;

namespace Bulletin.Api.Hubs;

/// <summary>
/// The methods that clients may call. A refused call fails with a <see cref="HubException"/> whose message is <c>code: detail</c>, with
/// the codes of the REST API (<see cref="HubErrorFilter"/>). Requires authentication, as all endpoints do by default.
/// </summary>
internal sealed class BulletinHub(
    LiveConnections connections, TopicReplicas topics, Directories directories, PersonalReplicas people, MessageChanges messages, AllLimits limits,
    PostsInFlight inFlight, BytesInFlight bytes, IGrainFactory grains) : Hub
{
    public const string Path = "/hubs/bulletin";

    public override Task OnConnectedAsync()
    {
        if (inFlight.Stopping) Connection.SendQueue.ComeBack();
        else if (connections.MayHaveMore(Me.Id)) return base.OnConnectedAsync();
        else Context.Abort();
        return Task.CompletedTask;
    }

    public async Task<HubAnswer> JoinTopic(string topicId, long? afterRevision)
    {
        if (afterRevision < 0) throw new ProblemException(Problems.ValidationFailed("afterRevision", "Must be at least 0, or null."));
        var (connection, id) = (Connection, Topic(topicId));
        var again = connection.HasJoined(id);
        var joined = (await topics.Join(connection, id, afterRevision, Context.ConnectionAborted)).OrThrow();
        try
        {
            return await Answer(connection, joined.Answer);
        }
        catch
        {
            // Without a response the client has not joined. If it had joined before, it would miss events: it must reconnect and resume.
            connection.Leave(id);
            if (again) connection.SendQueue.ComeBack();
            throw;
        }
    }

    public Task LeaveTopic(string topicId)
    {
        Connection.Leave(Topic(topicId));
        return Task.CompletedTask;
    }

    public async Task<MessageView> PostMessage(string topicId, PostMessageRequest? message)
    {
        if (message is null) throw new ProblemException(Problems.Malformed("The message must not be null."));
        using var post = inFlight.Begin(Connection);
        limits.Posting.Spend(Me.Id);
        var posted = await messages.Post(Topic(topicId), message, Caller.ActorOf(Context.User!), Context.ConnectionAborted);
        return MessageView.Of(posted.Message);
    }

    public async Task<HubAnswer> WatchDirectory()
    {
        // Subscribes before reading, so that no change is missed.
        var connection = Connection;
        connection.WatchesDirectory(await directories.Watch(connection.SendQueue, Context.ConnectionAborted));
        try
        {
            var page = await directories.Page(Me.Id, DirectoryReplica.FirstPage, after: null, query: null, access: null, Context.ConnectionAborted);
            return await Answer(connection, page.Shared);
        }
        catch
        {
            connection.LeaveDirectory();
            throw;
        }
    }

    public async Task<HubAnswer> WatchMe(long? afterVersion)
    {
        if (afterVersion < 0) throw new ProblemException(Problems.ValidationFailed("afterVersion", "Must be at least 0, or null."));
        // What was missed may have to be read from the database, and so may everything.
        limits.Searching.Spend(Me.Id);
        var connection = Connection;
        var again = connection.IsWatchingPerson;
        var snapshot = await people.Watch(connection, afterVersion ?? 0, Context.ConnectionAborted);
        try
        {
            return await Answer(connection, PersonalView.Shared(snapshot));
        }
        catch
        {
            // As in JoinTopic.
            connection.LeavePerson();
            if (again) connection.SendQueue.ComeBack();
            throw;
        }
    }

    public async Task StartTyping(string topicId)
    {
        var id = Topic(topicId);
        // Calls above the limit are dropped silently.
        if (Connection.HasJoined(id) && limits.Typing.Acquire($"{Me.Id}/{id}").RetryAfter is null) await grains.Topic(id).Typing(Me);
    }

    /// <summary>Returns a response that may be large: it is charged by size and waits for memory.</summary>
    private async Task<HubAnswer> Answer(LiveConnection connection, SharedAnswer answer)
    {
        limits.HubCalls.ChargeBytes(connection.SendQueue.UserId.ToString(), answer.About);
        var room = await bytes.Reserve(connection.SendQueue.Receiver, answer.About, Context.ConnectionAborted);
        connection.Answering(room);
        return new(answer.Bytes(connection.SendQueue.SpeaksJson), room);
    }

    /// <exception cref="ProblemException">Not a UUID, so there is no such topic.</exception>
    private static Guid Topic(string id) => Guid.TryParseExact(id, "D", out var topicId) ? topicId : throw new ProblemException(Problems.TopicNotFound());

    private User Me => Caller.ActorOf(Context.User!).User;

    private LiveConnection Connection => connections.Find(Context.ConnectionId);
}
