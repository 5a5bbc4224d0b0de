namespace Bulletin.Grains.Personal;

internal sealed partial class PersonalGrain
{
    public async Task<TopicState> Read(Guid topicId, long seq, long head, bool isMember, CancellationToken cancellationToken)
    {
        await Ready(cancellationToken);
        begun.Remove(topicId);
        var before = state.Find(topicId);
        var to = Math.Max(0, Math.Min(seq, head));
        var row = before ?? NewRow(topicId, to, isMember);
        if (to > row.ReadSeq) row = row with { ReadSeq = to };

        var told = await Move(before, row, head, cancellationToken);
        if (!await HasNotified(topicId, row.ReadSeq, cancellationToken)) return told;
        var reading = store.ReadNotificationsOf(UserId, topicId, row.ReadSeq, clock.GetUtcNow(), CancellationToken.None);
        var left = await TellRead(reading, new(UpTo: 0, Unread: 0, topicId, row.ReadSeq));
        // A position that has moved would say it to who comes later.
        if (left is not null && row == before) state.Forget();
        return told;
    }

    public async Task<TopicState> Unread(Guid topicId, long seq, bool isMember, CancellationToken cancellationToken)
    {
        await Ready(cancellationToken);
        var before = state.Find(topicId);
        return await Move(before, (before ?? NewRow(topicId, 0, isMember)) with { ReadSeq = Math.Max(0, seq - 1) }, long.MaxValue, cancellationToken);
    }

    public async Task ReadAll(CancellationToken cancellationToken)
    {
        await Ready(cancellationToken);
        await positions.Flush(UserId, cancellationToken);
        begun.Clear();
        var version = state.Next();
        (unread, notified) = (null, null);
        List<Guid> moved;
        bool any;
        try
        {
            any = await store.ReadNotifications(UserId, upTo: version, clock.GetUtcNow(), CancellationToken.None);
            if (!await store.ReadAll(UserId, state.Epoch, version, CancellationToken.None)) throw TakenOver();
            state.Loaded(await store.Load(UserId, CancellationToken.None));
            moved = [.. state.Rows.Where(row => row.Version == version).Select(row => row.TopicId)];
        }
        catch (StorageUnavailableException)
        {
            state.Unload();
            TellStale(version, []);
            throw;
        }
        if (any || moved.Count > 0) await TellAllRead(version, moved);
    }

    private async Task<TopicState> Move(PersonalRow? before, PersonalRow row, long head, CancellationToken cancellationToken)
    {
        if (row == before || !await HasRoomFor(row.TopicId, cancellationToken)) return await StateOf(row, head, cancellationToken);
        row = row with { Version = state.Next() };
        await positions.Put(new(UserId, state.Epoch, row), cancellationToken);
        return (await Change(StateChange.Read, [row], _ => row.ReadSeq < head))[0];
    }

    private async Task TellAllRead(long version, List<Guid> topicIds)
    {
        if (topicIds.Count <= MostStates)
        {
            TellStale(version, topicIds);
            return;
        }
        // Too many to name: whoever watches begins anew.
        state.Tell(version);
        state.Forget();
        await observers.Notify(o => o.Leaving());
        observers.Clear();
    }
}
