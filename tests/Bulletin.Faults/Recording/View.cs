namespace Bulletin.Faults.Recording;

/// <summary>What one client saw of one topic, over all of its connections, in the order it saw it.</summary>
internal sealed class View(string client, int topic)
{
    private readonly List<ViewEvent> events = [];

    public string Client => client;
    public int Topic => topic;

    /// <summary>The last revision the client holds; null before its first join. It resumes from here.</summary>
    public long? Revision { get; private set; }

    /// <summary>Whether it is joined right now.</summary>
    public bool IsLive { get; private set; }

    public IReadOnlyList<ViewEvent> Events
    {
        get
        {
            lock (events) return [.. events];
        }
    }

    public void Joined(TimeSpan at, long? after, IReadOnlyList<Seen> messages, long revision, bool reset)
    {
        lock (events)
        {
            events.Add(new JoinedEvent(at, after, messages, revision, reset));
            Revision = revision;
            IsLive = true;
        }
    }

    public void Told(TimeSpan at, Seen message)
    {
        lock (events)
        {
            events.Add(new ToldEvent(at, message));
            Revision = Math.Max(Revision ?? 0, message.Revision);
        }
    }

    public void Left() => IsLive = false;
}

internal abstract record ViewEvent(TimeSpan At);

/// <summary>The hub's answer to a join.</summary>
internal sealed record JoinedEvent(TimeSpan At, long? After, IReadOnlyList<Seen> Messages, long Revision, bool Reset) : ViewEvent(At);

/// <summary>A message the hub sent.</summary>
internal sealed record ToldEvent(TimeSpan At, Seen Message) : ViewEvent(At);
