namespace Bulletin.Grains.Personal;

internal sealed partial class PersonalGrain
{
    /// <summary>Where they began in topics without having read what is there: a mention before it, of which the follower tells late, is news.</summary>
    private readonly Dictionary<Guid, long> begun = [];

    public Task<Outcome<TopicState>> SetLevel(Guid topicId, NotificationLevel level, long head, bool isMember, CancellationToken cancellationToken) =>
        Choose(topicId, row => row with { Level = level, Following = row.Following || level == NotificationLevel.All }, head, isMember, cancellationToken);

    // Also kept of a topic that they have nothing of: they may have posted in it, or come into it, a moment ago.
    public Task<Outcome<TopicState>> Follow(Guid topicId, bool follows, long head, CancellationToken cancellationToken) => Choose(
        topicId, row => follows ? row with { Following = true } : row with { Following = false, UnfollowedAt = clock.GetUtcNow() }, head, isMember: false, cancellationToken);

    public async Task<Outcome<TopicState>> SetPinned(Guid topicId, bool pinned, long head, bool isMember, CancellationToken cancellationToken)
    {
        await Ready(cancellationToken);
        if (pinned && state.Find(topicId) is not { Pinned: true } && state.Rows.Count(row => row.Pinned) >= PersonalState.MostPinned) return Refusal.TooManyPinned;
        return await Choose(topicId, row => row with { Pinned = pinned }, head, isMember, cancellationToken);
    }

    public async Task<Outcome<TopicState>> SaveDraft(Guid topicId, DraftText? draft, long version, long head, bool isMember, CancellationToken cancellationToken)
    {
        await Ready(cancellationToken);
        var row = state.Find(topicId) ?? NewRow(topicId, head, isMember);
        var current = row.Draft;
        if (draft?.Text == current?.Text && draft?.ReplyTo == current?.ReplyTo) return await StateOf(row, head, cancellationToken);
        if (draft is not null && version != (current?.Version ?? 0)) return Refusal.Conflict;
        if (draft is not null && current is null && state.Rows.Count(other => other.Draft is not null) >= PersonalState.MostDrafts) return Refusal.TooManyDrafts;

        var next = state.Next();
        row = row with { Draft = draft is null ? null : new Draft(draft.Text, draft.ReplyTo, next), Version = next };
        return await Save(StateChange.Draft, row, head, cancellationToken);
    }

    private async Task<Outcome<TopicState>> Choose(
        Guid topicId, Func<PersonalRow, PersonalRow> choice, long head, bool isMember, CancellationToken cancellationToken)
    {
        await Ready(cancellationToken);
        var before = state.Find(topicId) ?? NewRow(topicId, head, isMember);
        var row = choice(before);
        if (row.Following && !before.Following) row = Follows(row, head);
        if (row == before) return await StateOf(row, head, cancellationToken);

        // The version before it is that of the position, which may move too.
        var saved = await Save(StateChange.Level, row with { Version = state.Next(2) }, head, cancellationToken);
        // What they have muted does not count.
        if (saved.Value is not null && IsMuted(row) != IsMuted(before)) await TellUnread();
        return saved;
    }

    private async Task<Outcome<TopicState>> Save(StateChange what, PersonalRow row, long head, CancellationToken cancellationToken)
    {
        if (!await HasRoomFor(row.TopicId, cancellationToken)) return Refusal.TooManyTopics;
        await Write([row]);
        if (row.ReadSeq > (state.Find(row.TopicId)?.ReadSeq ?? 0)) begun[row.TopicId] = row.ReadSeq;
        return (await Change(what, [row], _ => row.ReadSeq < head))[0];
    }

    private static bool IsMuted(PersonalRow row) => row.Level == NotificationLevel.Muted;
}
