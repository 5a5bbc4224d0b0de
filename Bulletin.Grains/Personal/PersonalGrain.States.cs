namespace Bulletin.Grains.Personal;

internal sealed partial class PersonalGrain
{
    /// <summary>How often one call looks on if it finds only messages of their own and deleted ones.</summary>
    private const int MostLooks = 5;

    private const int ForgottenAtOnce = 100;

    private static PersonalRow NewRow(Guid topicId, long readSeq, bool follows) =>
        new(topicId, Math.Max(0, readSeq), NotificationLevel.Default, follows, Draft: null, Version: 0);

    /// <summary>Who starts to follow a topic begins where it is now.</summary>
    private static PersonalRow Follows(PersonalRow row, long from) =>
        row with { Following = true, UnfollowedAt = null, ReadSeq = Math.Max(row.ReadSeq, from) };

    /// <summary>
    /// What rows say, with counts. Who has nothing unread has read everything that was looked at, also if messages of their own or deleted ones came
    /// after the position: then it moves past them. That is not a change.
    /// </summary>
    /// <param name="mayBeUnread">Which rows are worth counting. One call counts them all.</param>
    private async Task<IReadOnlyList<TopicState>> StatesOf(
        IReadOnlyList<PersonalRow> rows, Func<PersonalRow, bool> mayBeUnread, CancellationToken cancellationToken)
    {
        Dictionary<Guid, UnreadCount> counts = [];
        var read = rows.ToDictionary(row => row.TopicId, row => row.ReadSeq);
        List<(Guid TopicId, long ReadSeq)> left = [.. rows.Where(mayBeUnread).Select(row => (row.TopicId, row.ReadSeq))];
        for (var look = 0; look < MostLooks && left.Count > 0; look++)
        {
            var found = await store.Count(UserId, left, cancellationToken);
            foreach (var count in found)
            {
                counts[count.TopicId] = count;
                if (count.Unread == 0) read[count.TopicId] = Math.Max(read[count.TopicId], count.UpTo);
            }
            left = [.. found.Where(count => count.Unread == 0 && count.UpTo < count.Head).Select(count => (count.TopicId, count.UpTo))];
        }

        List<TopicState> states = [];
        foreach (var row in rows)
            states.Add(PersonalState.StateOf(await MovePast(row, read[row.TopicId], cancellationToken), counts.GetValueOrDefault(row.TopicId)));
        return states;
    }

    private async Task<TopicState> StateOf(PersonalRow row, long head, CancellationToken cancellationToken) =>
        (await StatesOf([row], _ => row.ReadSeq < head, cancellationToken))[0];

    /// <summary>Written, so that it isn't looked at again each time.</summary>
    private async ValueTask<PersonalRow> MovePast(PersonalRow row, long seq, CancellationToken cancellationToken)
    {
        if (seq <= row.ReadSeq) return row;
        row = row with { ReadSeq = seq };
        if (state.Find(row.TopicId) is null) return row;
        state.Put(row);
        await positions.Put(new(UserId, state.Epoch, row), cancellationToken);
        return row;
    }

    /// <summary>Makes room for more rows, if need be at the cost of topics that were only opened, and longest ago.</summary>
    private async ValueTask<bool> HasRoomFor(int more, CancellationToken cancellationToken)
    {
        if (more == 0 || state.Rows.Count + more <= PersonalState.MostTopics) return true;
        var dispensable = state.Dispensable(Math.Max(more, ForgottenAtOnce));
        if (dispensable.Count < more) return false;
        await store.Forget(UserId, dispensable, cancellationToken);
        state.Remove(dispensable);
        return true;
    }

    private ValueTask<bool> HasRoomFor(Guid topicId, CancellationToken cancellationToken) =>
        HasRoomFor(state.Find(topicId) is null ? 1 : 0, cancellationToken);

    /// <summary>Writes rows, unless another activation has taken over. Not cancelled: else nobody would know whether they are written.</summary>
    private async Task Write(IReadOnlyList<PersonalRow> rows)
    {
        bool isWritten;
        try
        {
            isWritten = await store.Save(UserId, state.Epoch, rows, CancellationToken.None);
        }
        catch (StorageUnavailableException)
        {
            // They may be written.
            state.Unload();
            TellStale(rows[^1].Version, [.. rows.Select(row => row.TopicId)]);
            throw;
        }
        if (!isWritten) throw TakenOver();
    }

    /// <summary>Takes rows that were written, or are to be, and tells everybody who watches.</summary>
    private async Task<IReadOnlyList<TopicState>> Change(
        StateChange what, IReadOnlyList<PersonalRow> rows, Func<PersonalRow, bool> mayBeUnread)
    {
        var moved = rows.Where(row => what == StateChange.Level && state.Find(row.TopicId) is { } before && before.ReadSeq < row.ReadSeq).Select(row => row.TopicId).ToHashSet();
        foreach (var row in rows) state.Put(row);
        try
        {
            // Not cancelled: the change is made.
            var states = await StatesOf(rows, mayBeUnread, CancellationToken.None);
            foreach (var changed in states)
            {
                if (moved.Contains(changed.TopicId)) Tell(new(0, changed.Version - 1, StateChange.Read, changed));
                Tell(new(0, changed.Version, what, changed));
            }
            return states;
        }
        catch (StorageUnavailableException)
        {
            TellStale(rows[^1].Version, [.. rows.Select(row => row.TopicId)]);
            throw;
        }
    }
}
