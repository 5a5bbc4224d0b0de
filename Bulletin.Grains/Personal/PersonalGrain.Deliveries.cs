namespace Bulletin.Grains.Personal;

internal sealed partial class PersonalGrain
{
    private const int NotedAtOnce = 500, Kept = 1_000, TrimmedEvery = 50;

    /// <summary>Whether something may have been noted that nobody was told of.</summary>
    private bool isDoubtful;

    /// <remarks>The rows are read, also if nobody watches: what the person wants to be told of is in them. That is one range of an index, once.</remarks>
    public async Task Deliver(IReadOnlyList<Delivery> deliveries, CancellationToken cancellationToken)
    {
        foreach (var some in deliveries.Chunk(NotedAtOnce))
        {
            // Who has come into a topic again begins anew, and what is known of their last time there is gone from storage.
            if (some.Any(delivery => delivery is { Follows: true, Seq: 0 })) state.Unload();
            await Ready(cancellationToken);
            await Follow(some, cancellationToken);
            var wanted = some.Where(IsWanted).Select(delivery => (Id: state.Next(), Delivery: delivery, IsRead: IsRead(delivery))).ToList();
            if (wanted.Count > 0) await Note(wanted);
        }
    }

    /// <summary>They follow the topics that they have come into, unless they have said since that they don't.</summary>
    private async Task Follow(Delivery[] deliveries, CancellationToken cancellationToken)
    {
        var rows = deliveries
            .Where(delivery => delivery.Follows && state.Find(delivery.TopicId) is not { Following: true } && !(state.Find(delivery.TopicId)?.UnfollowedAt >= delivery.At))
            .DistinctBy(delivery => delivery.TopicId)
            .Select(delivery => Follows(state.Find(delivery.TopicId) ?? NewRow(delivery.TopicId, delivery.ReadSeq, follows: true), delivery.ReadSeq) with { Version = state.Next(2) })
            .ToList();
        if (!await HasRoomFor(rows.Count(IsNew), cancellationToken)) rows.RemoveAll(IsNew);
        if (rows.Count == 0) return;
        await Write(rows);
        var isWatched = IsWatched;
        await Change(StateChange.Level, rows, _ => isWatched);

        bool IsNew(PersonalRow row) => state.Find(row.TopicId) is null;
    }

    private bool IsWanted(Delivery delivery) =>
        delivery.Kind is { } kind && PersonalState.Wants(state.Find(delivery.TopicId)?.Level ?? NotificationLevel.Default, kind);

    /// <summary>Whether they have read the message before they could be notified of it. A reaction comes later than its message.</summary>
    private bool IsRead(Delivery delivery) =>
        delivery.Kind is not (NotificationKind.Reaction or NotificationKind.Invitation)
        && state.Find(delivery.TopicId)?.ReadSeq >= delivery.Seq
        && (delivery.Kind == NotificationKind.Message || delivery.Seq > begun.GetValueOrDefault(delivery.TopicId));

    private async Task Note(List<(long Id, Delivery Delivery, bool IsRead)> wanted)
    {
        IReadOnlyList<long>? ids;
        try
        {
            // Not cancelled: what is noted is to be told.
            ids = await store.Notify(UserId, state.Epoch, wanted, CancellationToken.None);
        }
        catch
        {
            (isDoubtful, unread, notified) = (true, null, null);
            throw;
        }
        if (ids is null) throw TakenOver();
        if (ids.Count > 0 || isDoubtful) await TellNoted(ids, [.. wanted.Select(noted => noted.Delivery.TopicId).Distinct()]);
    }

    private async Task TellNoted(IReadOnlyList<long> ids, IReadOnlyList<Guid> topicIds)
    {
        (unread, notified) = (null, null);
        var stale = isDoubtful || ids.Count > MostNotifications;
        try
        {
            // Now and then is enough, and by chance: an activation may end after a few.
            if (Random.Shared.Next(TrimmedEvery) < ids.Count) await store.TrimNotifications(UserId, Kept, CancellationToken.None);
            if (!stale && IsWatched)
            {
                var noted = await store.Notifications(UserId, unreadOnly: false, ids.Count, ids.Min() - 1, before: null, CancellationToken.None);
                var latest = await CountUnread(CancellationToken.None);
                foreach (var notification in noted.Reverse()) Tell(new(0, notification.Id, Notified: notification, UnreadNotifications: latest));
                return;
            }
        }
        catch (StorageUnavailableException)
        {
            // They are noted: whoever watches asks for them.
            stale = true;
        }
        var version = state.Next();
        if (stale) TellStale(version, topicIds);
        else state.Tell(version);
        isDoubtful = false;
    }
}
