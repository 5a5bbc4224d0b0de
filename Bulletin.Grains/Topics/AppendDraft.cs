namespace Bulletin.Grains.Topics;

/// <summary>
/// The append being built for a topic. Numbers continue from the committed head, so a failed append leaves no gap.
/// </summary>
internal sealed class AppendDraft(LiveTopic live, long epoch, DateTimeOffset now)
{
    private readonly List<(PendingChange Change, Message Message)> items = [];
    private readonly List<Message> posted = [];
    private readonly List<MessageChange> changed = [];
    // Most appends hold one change: these are allocated for the second.
    private HashSet<(Guid Author, Guid ClientId)>? clientIds;
    private HashSet<long>? changedSeqs;

    // A clock that steps back (another silo's, or this one's) must not make a later message appear older.
    private readonly DateTimeOffset at = now > live.Topic.LastActivityAt ? now : live.Topic.LastActivityAt;

    public int Count => items.Count;

    /// <summary>The changes in this append, each with the resulting message.</summary>
    public IReadOnlyList<(PendingChange Change, Message Message)> Items => items;

    /// <summary>False if the append already has this client id: the second post waits for the first and gets its answer.</summary>
    public bool TryPost(PendingPost post)
    {
        var command = post.Command;
        if (!IsFirst(command.Actor.User.Id, command.ClientId)) return false;

        var message = new Message(live.Topic.Id, live.Head.Seq + posted.Count + 1, NextRevision, command.ClientId,
            command.Actor.User, command.Text, command.ReplyTo, at, EditedAt: null, DeletedAt: null);
        posted.Add(message);
        items.Add((post, message));
        return true;
    }

    /// <summary>False if the append already changes this message: a statement can change a row only once.</summary>
    public bool TryChange(PendingEdit edit, Message current)
    {
        if (!IsFirst(current.Seq)) return false;

        var message = edit.Text is { } text
            ? current with { Revision = NextRevision, Text = text, EditedAt = at }
            : current with { Revision = NextRevision, Text = null, DeletedAt = at };
        changed.Add(new(message, edit.Text is null ? null : TextFingerprint.Of(current.Text!)));
        items.Add((edit, message));
        return true;
    }

    public TopicAppend Build() => new(live.Topic.Id, epoch, live.Head,
        new(live.Head.Seq + posted.Count, live.Head.Revision + items.Count),
        posted.Count > 0 ? at : live.Topic.LastActivityAt, posted, changed);

    private bool IsFirst(Guid author, Guid clientId)
    {
        if (posted.Count == 0) return true;
        clientIds ??= [.. posted.Select(message => (message.Author.Id, message.ClientId))];
        return clientIds.Add((author, clientId));
    }

    private bool IsFirst(long changedSeq)
    {
        if (changed.Count == 0) return true;
        changedSeqs ??= [.. changed.Select(change => change.Message.Seq)];
        return changedSeqs.Add(changedSeq);
    }

    private long NextRevision => live.Head.Revision + items.Count + 1;
}
