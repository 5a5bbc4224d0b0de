using Bulletin.Grains.Audit;
using Bulletin.Grains.Topics.Changes;
using Bulletin.Grains.Topics.Memory;

namespace Bulletin.Grains.Topics.Writing;

/// <summary>
/// The append being built for a topic. Numbers continue from the committed head, so a failed append leaves no gap.
/// </summary>
/// <param name="keepsHistory">Whether texts that are overwritten are kept.</param>
internal sealed class AppendDraft(LiveTopic live, long epoch, DateTimeOffset now, bool keepsHistory)
{
    private readonly List<(PendingChange Change, Message Message)> items = [];
    private readonly List<Message> posted = [];
    private readonly List<MessageChange> changed = [];
    // Most appends hold one change: these are allocated for the second.
    private HashSet<(Guid Author, Guid ClientId)>? clientIds;
    private HashSet<long>? changedSeqs;
    private List<AuditEntry>? acts;

    // A clock that steps back (another silo's, or this one's) must not make a later message appear older.
    private readonly DateTimeOffset at = now > live.Topic.LastActivityAt ? now : live.Topic.LastActivityAt;

    public int Count => items.Count;

    /// <summary>The changes in this append, each with the resulting message.</summary>
    public IReadOnlyList<(PendingChange Change, Message Message)> Items => items;

    /// <summary>What the next change in it carries.</summary>
    public ChangeStamp Stamp => new(live.Head.Seq + posted.Count + 1, live.Head.Revision + items.Count + 1, at);

    /// <summary>Adds a change that makes <paramref name="next"/> of <paramref name="current"/>, or a new message of nothing.</summary>
    /// <returns>False if the append already changes this message, which a statement can do only once, or has this client id: the second
    /// waits for the first.</returns>
    public bool TryAdd(PendingChange change, Message? current, Message next)
    {
        if (current is null)
        {
            if (!IsFirst(next.Author.Id, next.ClientId)) return false;
            posted.Add(next);
        }
        else
        {
            if (!IsFirst(next.Seq)) return false;
            var overwritten = next.Text is not null && next.Text != current.Text ? current.Text : null;
            var act = change.ActOf(live, current, next, at);
            // Of words that an admin takes from a message the audit log has both texts, and nobody else is shown the one that was there.
            var isByOffice = act is not null && overwritten is not null;
            changed.Add(new(
                next, overwritten is null ? null : TextFingerprint.Of(overwritten), isByOffice ? null : EarlierOf(current, overwritten), ForgetsEarlier: isByOffice));
            if (act is not null) (acts ??= []).Add(act);
        }
        items.Add((change, next));
        return true;
    }

    public TopicAppend Build() => new(live.Topic.Id, epoch, live.Head,
        new(live.Head.Seq + posted.Count, live.Head.Revision + items.Count),
        posted.Count > 0 ? at : live.Topic.LastActivityAt, posted, changed, (IReadOnlyList<AuditEntry>?)acts ?? []);

    /// <summary>A text with the revision and the time from which on the message has had it.</summary>
    private EarlierText? EarlierOf(Message current, string? overwritten) =>
        keepsHistory && overwritten is not null ? new(current.RevisionOfText, current.EditedAt ?? current.CreatedAt, overwritten) : null;

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
}
