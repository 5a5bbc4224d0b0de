using System.Net;
using System.Text.Json;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Personal;

/// <summary>
/// One device of somebody's: a connection to one gateway, and a small client that holds what is their own and changes it as the hub says.
/// It comes back with the version it has.
/// </summary>
internal sealed class Device(Person person) : IAsyncDisposable
{
    /// <summary>How many notifications a device holds.</summary>
    private const int MostHeld = 50;

    private static readonly string[] s_own = ["ReadMoved", "LevelChanged", "DraftChanged", "Notified", "NotificationsRead", "CountsChanged"];

    private readonly Dictionary<Guid, Held> _topics = [];
    private readonly SortedDictionary<long, Note> _notifications = [];
    private readonly HashSet<Guid> _asked = [];
    private readonly List<string> _mistakes = [];
    private bool _asksForNotifications;

    /// <summary>It was told to begin anew, and has not yet.</summary>
    private bool _beginsAnew;
    private HubClient? _hub;
    private int _applied;
    private long? _version;
    private long _begunAt;

    private sealed record Held(long ReadSeq, string Level, bool Following, bool Pinned, string? Draft, long Version);
    private sealed record Note(Guid TopicId, long Seq, bool IsRead);

    public int Unread { get; private set; }

    /// <summary>How often it came back, and how often it was told that it had to begin anew.</summary>
    public (int Resumed, int Reset) Comings { get; private set; }

    /// <summary>What the hub should not have sent.</summary>
    public IReadOnlyList<string> Mistakes => _mistakes;

    public Dictionary<Guid, OwnTopic> Topics(Facts facts) => _topics.ToDictionary(
        topic => topic.Key, topic => new OwnTopic(
        topic.Value.Level, topic.Value.Following, topic.Value.Pinned, topic.Value.Draft, facts.FirstUnread(person.Id, topic.Key, topic.Value.ReadSeq)));

    /// <summary>The notifications it holds, newest first.</summary>
    public IEnumerable<(long Id, bool IsRead)> Notifications => _notifications.Reverse().Take(MostHeld).Select(note => (note.Key, note.Value.IsRead));

    /// <summary>Breaks the connection, and comes back.</summary>
    public async Task ComeBack()
    {
        if (_hub is not null)
        {
            Apply();
            await _hub.DisposeAsync();
            _hub = null;
        }
        var hub = await HubClient.Of(person);
        try
        {
            await hub.Call("WatchDirectory");
            Begin(await hub.WatchMe(_beginsAnew ? null : _version));
            _beginsAnew = false;
        }
        catch
        {
            await hub.DisposeAsync();
            throw;
        }
        (_hub, _applied) = (hub, 0);
    }

    /// <summary>Takes in what has come, and asks for what it was told to ask for.</summary>
    public async Task Settle()
    {
        if (_hub is not { IsConnected: true }) await ComeBack();
        Apply();
        if (_beginsAnew)
        {
            Begin(await _hub!.WatchMe(null));
            _beginsAnew = false;
            Apply();
        }
        if (_asked.Count > 0) await AskForTopics();
        if (_asksForNotifications) await AskForNotifications();
        Apply();
    }

    private void Begin(JsonElement answer)
    {
        var isReset = answer.GetProperty("reset").GetBoolean();
        Comings = (Comings.Resumed + 1, Comings.Reset + (isReset ? 1 : 0));
        if (isReset)
        {
            _topics.Clear();
            _notifications.Clear();
        }
        foreach (var state in answer.Items("topics")) Adopt(state.Id("topicId"), state);
        foreach (var notification in answer.Items("notifications")) Take(notification);
        Unread = (int)answer.Number("unreadNotifications");
        AskIfSomeWereRead();
        _version = _begunAt = answer.Number("version");
    }

    private void Apply()
    {
        if (_hub is null) return;
        foreach (var told in _hub.Events.Skip(_applied))
        {
            if (_beginsAnew) return;
            _applied++;
            if (s_own.Contains(told.Name))
            {
                var version = told.Argument.Number("version");
                // What was on its way when it began anew is in the answer.
                if (version <= _begunAt) continue;
                if (version < _version) _mistakes.Add($"{told.Name} of version {version} came after version {_version}");
                _version = version;
            }
            Apply(told.Name, told.Argument);
        }
    }

    private void Apply(string name, JsonElement told)
    {
        switch (name)
        {
            case "ReadMoved":
                Change(told, held => held with { ReadSeq = told.Number("readSeq") });
                break;
            case "LevelChanged":
                Change(told, held => held with
                {
                    Level = told.Text("level")!, Following = told.GetProperty("following").GetBoolean(), Pinned = told.GetProperty("pinned").GetBoolean(),
                });
                break;
            case "DraftChanged":
                Change(told, held => held with { Draft = DraftOf(told) });
                break;
            case "Notified":
                Take(told.GetProperty("notification"));
                Unread = (int)told.Number("unread");
                break;
            case "NotificationsRead":
                MarkRead(told);
                Unread = (int)told.Number("unread");
                AskIfSomeWereRead();
                break;
            case "WatchAgain":
                _beginsAnew = true;
                break;
            case "CountsChanged":
                foreach (var topic in told.Items("topicIds")) _asked.Add(topic.GetGuid());
                _asksForNotifications = true;
                break;
            // Of the list of topics: one that is not held may have come into sight, and what is not in sight is no longer held.
            case "TopicUpdated" when !_topics.ContainsKey(told.Id()):
                _asked.Add(told.Id());
                _asksForNotifications = true;
                break;
            case "TopicRemoved":
                _topics.Remove(told.GetGuid());
                _asksForNotifications = true;
                break;
        }
    }

    private void AskIfSomeWereRead()
    {
        if (UnreadHeld != Unread && !(UnreadHeld < Unread && _notifications.Count >= MostHeld)) _asksForNotifications = true;
    }

    private int UnreadHeld => _notifications.Values.Count(note => !note.IsRead);

    /// <summary>What a topic that is not held says is incomplete: it is asked for.</summary>
    private void Change(JsonElement told, Func<Held, Held> change)
    {
        var (topicId, version) = (told.Id("topicId"), told.Number("version"));
        if (!_topics.TryGetValue(topicId, out var held)) _asked.Add(topicId);
        else if (version >= held.Version) _topics[topicId] = change(held) with { Version = version };
    }

    private void Adopt(Guid topicId, JsonElement state) => _topics[topicId] =
        new(
            state.Number("readSeq"), state.Text("level")!, state.GetProperty("following").GetBoolean(), state.GetProperty("pinned").GetBoolean(), DraftOf(state),
            state.Number("version"));

    private void Take(JsonElement notification)
    {
        var seq = notification.IsNull("message") ? 0 : notification.GetProperty("message").Number("seq");
        _notifications[notification.Number("id")] = new(notification.GetProperty("topic").Id(), seq, !notification.IsNull("readAt"));
    }

    private void MarkRead(JsonElement told)
    {
        var (upTo, seq) = (told.Number("upTo"), told.Number("seq"));
        var topicId = told.IsNull("topicId") ? (Guid?)null : told.Id("topicId");
        foreach (var (id, note) in _notifications.ToList())
            if (id <= upTo || note.TopicId == topicId && note.Seq <= seq) _notifications[id] = note with { IsRead = true };
    }

    private async Task AskForTopics()
    {
        Guid[] asked = [.. _asked];
        var answer = await person.Api.Get($"users/me/topics?ids={string.Join(',', asked)}");
        if (answer.Status != HttpStatusCode.OK) return;
        _asked.ExceptWith(asked);
        foreach (var topic in asked) _topics.Remove(topic);
        foreach (var mine in answer.Json.Items()) Adopt(mine.GetProperty("topic").Id(), mine);
    }

    private async Task AskForNotifications()
    {
        _asksForNotifications = false;
        var answer = await person.Api.Get($"notifications?limit={MostHeld}");
        if (answer.Status != HttpStatusCode.OK)
        {
            _asksForNotifications = true;
            return;
        }
        _notifications.Clear();
        foreach (var notification in answer.Json.Items()) Take(notification);
        Unread = (int)answer.Json.Number("unread");
    }

    private static string? DraftOf(JsonElement json) => json.IsNull("draft") ? null : json.GetProperty("draft").Text("text");

    public async ValueTask DisposeAsync()
    {
        if (_hub is not null) await _hub.DisposeAsync();
    }
}
