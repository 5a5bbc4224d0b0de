using System.Text.Json;
using Bulletin.Faults.Recording;

namespace Bulletin.Faults.Clients;

/// <summary>What a device holds of what is its user's own, by the answers to <c>WatchMe</c> and the events after them.</summary>
internal sealed class DeviceState
{
    /// <summary>The events that tell it of changes.</summary>
    public static readonly IReadOnlyList<string> Events = ["ReadMoved", "LevelChanged", "DraftChanged", "Notified", "NotificationsRead", "CountsChanged", "WatchAgain"];

    private readonly Lock gate = new();
    private readonly List<(string Name, JsonElement Change)> early = [];
    private readonly Dictionary<Guid, Held> topics = [];
    private readonly HashSet<Guid> staleTopics = [];
    private object? current;
    private long? version;
    private bool answered, stale, again;
    private int unread, changes;

    /// <summary>It resumes from here; null to begin anew.</summary>
    public long? Version
    {
        get { lock (gate) return again ? null : version; }
    }

    /// <summary>It was told to watch again, without a version.</summary>
    public bool MustWatchAgain
    {
        get { lock (gate) return again; }
    }

    /// <summary>It is about to watch on this connection, or on none. Events of others are passed over.</summary>
    public void Begin(object? line)
    {
        lock (gate)
        {
            early.Clear();
            (current, answered) = (line, false);
        }
    }

    /// <summary>The hub has answered the call. What came before its answer is read after it, unless it is part of it.</summary>
    public void Answered(JsonElement answer)
    {
        lock (gate)
        {
            if (answer.GetProperty("reset").GetBoolean())
            {
                topics.Clear();
                staleTopics.Clear();
                stale = false;
            }
            foreach (var state in answer.GetProperty("topics").EnumerateArray())
                topics[state.GetProperty("topicId").GetGuid()] = new(state.GetProperty("readSeq").GetInt64(), state.GetProperty("level").GetString(), state.GetProperty("following").GetBoolean());
            (unread, version) = (answer.GetProperty("unreadNotifications").GetInt32(), answer.GetProperty("version").GetInt64());
            (answered, again) = (true, false);
            changes++;
            foreach (var (name, change) in early.Where(e => e.Change.GetProperty("version").GetInt64() > version).ToArray()) Apply(name, change);
            early.Clear();
        }
    }

    public void Told(object line, string name, JsonElement change)
    {
        lock (gate)
        {
            if (line != current) return; // Of a connection that was given up.
            if (answered) Apply(name, change);
            else early.Add((name, change));
        }
    }

    /// <summary>What it has to ask for, and a number to give back with the answers; null if nothing.</summary>
    public (int Number, IReadOnlyList<Guid> Topics)? ToAsk()
    {
        lock (gate) return answered && stale ? (changes, [.. staleTopics]) : null;
    }

    /// <summary>Takes what it has asked for. If something was told meanwhile the answers may be older than that: it asks once more.</summary>
    /// <param name="listed">What the server has of the topics; those that are missing are gone.</param>
    public void Asked(int number, IReadOnlyList<Guid> asked, IReadOnlyDictionary<Guid, OwnTopic> listed, int unreadNotifications)
    {
        lock (gate)
        {
            if (number != changes) return;
            foreach (var id in asked)
                if (listed.TryGetValue(id, out var own)) topics[id] = new(own.ReadSeq, own.Level, own.Following);
                else topics.Remove(id);
            staleTopics.Clear();
            (stale, unread) = (false, unreadNotifications);
        }
    }

    /// <summary>How it differs from what the server has, or null.</summary>
    public string? Difference(IReadOnlyDictionary<Guid, OwnTopic> own, int unreadNotifications)
    {
        lock (gate)
        {
            if (!answered || stale || again) return answered ? "has yet to ask for what has changed" : "is not connected";
            if (unread != unreadNotifications) return $"shows {unread} unread notifications, not {unreadNotifications}";
            foreach (var (id, held) in topics)
            {
                if (!own.TryGetValue(id, out var topic)) return $"shows topic {id}, which they have nothing of";
                // A position moves past their own messages without a word: there is nothing unread either way.
                if (held.ReadSeq > topic.ReadSeq) return $"shows topic {id} as read up to {held.ReadSeq}, not {topic.ReadSeq}";
                var level = held.Level ?? OwnTopic.DefaultLevel;
                if (level != topic.Level) return $"shows topic {id} with level {level}, not {topic.Level}";
                if (held.Following is { } following && following != topic.Following) return $"shows topic {id} as {(following ? "followed" : "not followed")}";
            }
            foreach (var (id, topic) in own)
                if (topic != OwnTopic.Default && !topics.ContainsKey(id)) return $"was not told of topic {id}, of which they have {topic}";
            return null;
        }
    }

    private void Apply(string name, JsonElement change)
    {
        changes++;
        version = change.GetProperty("version").GetInt64();
        switch (name)
        {
            case "ReadMoved":
                topics[Topic()] = Known() with { ReadSeq = change.GetProperty("readSeq").GetInt64() };
                break;
            case "LevelChanged":
                topics[Topic()] = Known() with { Level = change.GetProperty("level").GetString(), Following = change.GetProperty("following").GetBoolean() };
                break;
            case "Notified" or "NotificationsRead":
                unread = change.GetProperty("unread").GetInt32();
                break;
            case "CountsChanged":
                foreach (var id in change.GetProperty("topicIds").EnumerateArray()) staleTopics.Add(id.GetGuid());
                stale = true;
                break;
            case "WatchAgain":
                again = true;
                break;
        }

        Guid Topic() => change.GetProperty("topicId").GetGuid();
        Held Known() => topics.GetValueOrDefault(Topic()) ?? new(0, Level: null, Following: null);
    }

    /// <param name="Level">Null while it was told of nothing but the position; so is <paramref name="Following"/>.</param>
    private sealed record Held(long ReadSeq, string? Level, bool? Following);
}
