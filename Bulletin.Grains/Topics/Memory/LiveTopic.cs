using Bulletin.Grains.Accounts;
using Bulletin.Grains.Topics.Members;

namespace Bulletin.Grains.Topics.Memory;

/// <summary>A topic in memory. Holds committed state only.</summary>
internal sealed class LiveTopic(StoredTopic stored)
{
    public Topic Topic { get; private set; } = stored.Topic;

    // Both are also read from other threads.
    private volatile MessageWindow window = MessageWindow.Of(stored.Latest);
    private volatile TopicMembers members = stored.Members;

    public MessageWindow Window => window;

    public TopicMembers Members => members;

    /// <summary>The version of the display names that it was compared with.</summary>
    public int NamesSeen { get; set; }

    public RecentChanges Changes { get; private set; } = new(stored.Topic, stored.Latest);

    public HeldMessages Held { get; } = new();

    /// <summary>How busy it is; null unless it is shown to others.</summary>
    public TopicLoad? Activity { get; set; }

    public TopicHead Head => new(Topic.LastSeq, Topic.Revision);

    /// <param name="message">Null if the topic has no such message.</param>
    /// <returns>False if the message is not in memory.</returns>
    public bool TryFind(long seq, out Message? message)
    {
        message = window.Find(seq) ?? Held.Find(seq);
        return message is not null || seq < 1 || seq > Head.Seq;
    }

    /// <summary>Applies a committed append.</summary>
    /// <returns>The changed messages by ascending revision.</returns>
    public IReadOnlyList<Message> Apply(TopicAppend append)
    {
        Message[] changed = append.Changed.Count == 0 ? [] : [.. append.Changed.Select(c => c.Message)];
        window = window.With(append.Posted, changed);
        Held.Apply(changed);

        var last = window.Find(append.Next.Seq);
        Topic = Topic with
        {
            LastSeq = append.Next.Seq,
            Revision = append.Next.Revision,
            LastActivityAt = append.LastActivityAt,
            LastMessage = last is null ? null : Excerpt.Of(last),
        };

        IReadOnlyList<Message> byRevision = changed.Length == 0
            ? append.Posted
            : [.. append.Posted.Concat(changed).OrderBy(m => m.Revision)];
        Changes.Add(byRevision);
        return byRevision;
    }

    /// <summary>Updates the display names of authors.</summary>
    public void Rename(Func<User, User> latest)
    {
        window = MessageWindow.Of(window.Messages.Select(Named));
        Changes = Changes.Select(Named);
        Held.Rename(Named);
        Topic = Topic with
        {
            CreatedBy = latest(Topic.CreatedBy),
            LastMessage = Topic.LastMessage is { } last ? last with { Author = latest(last.Author) } : null,
        };
        Admit(members.Named(latest));

        Message Named(Message message) => latest(message.Author) is var author && author == message.Author ? message : message with { Author = author };
    }

    /// <summary>Takes over the name, the description and whether it is locked or resolved.</summary>
    public void Describe(Topic described) => Topic = Topic with
    {
        Name = described.Name, Description = described.Description, Locked = described.Locked, ResolvedAt = described.ResolvedAt,
    };

    /// <param name="pins">Null: none.</param>
    public void Pin(IReadOnlyList<long>? pins) => Topic = Topic with { Pins = pins };

    /// <summary>From now on these people may see it.</summary>
    public void Admit(TopicMembers next)
    {
        members = next;
        Topic = Topic.With(next);
    }
}
