namespace Bulletin.Grains.Personal;

internal sealed partial class PersonalGrain
{
    /// <summary>How many notifications are unread, as far as it was told; null if whoever comes next is to be told anew.</summary>
    private int? unread;

    /// <summary>The topics with unread notifications, and the lowest seq of each; null until somebody has asked. It may name some that are read or gone.</summary>
    private IReadOnlyDictionary<Guid, long>? notified;

    public async Task<NotificationPage> Notifications(bool unreadOnly, int limit, long? before, CancellationToken cancellationToken)
    {
        await Ready(cancellationToken);
        var found = await store.Notifications(UserId, unreadOnly, limit + 1, after: 0, before, cancellationToken);
        IReadOnlyList<Notification> items = [.. found.Take(limit)];
        return new(items, found.Count > limit ? items[^1].Id : null, await CountUnread(cancellationToken));
    }

    public async Task<NotificationPage> ReadNotifications(long upTo, CancellationToken cancellationToken)
    {
        await Ready(cancellationToken);
        var reading = store.ReadNotifications(UserId, upTo, clock.GetUtcNow(), CancellationToken.None);
        var left = await TellRead(reading, new(upTo, Unread: 0));
        // Not a row that a later resume would find.
        if (left is not null) state.Forget();
        return new([], null, left ?? await CountUnread(cancellationToken));
    }

    public Task Withdraw(IReadOnlyList<Guid> topicIds, CancellationToken cancellationToken)
    {
        unread = null;
        // If they have left a topic, what they had of it is gone.
        state.Unload();
        // Whoever asks first reads it all.
        if (state.Epoch > 0) TellStale(state.Next(), topicIds);
        return Task.CompletedTask;
    }

    /// <summary>Never counted up and down: also that a message is deleted, or a topic left, hidden or muted, makes it less.</summary>
    private async Task<int> CountUnread(CancellationToken cancellationToken)
    {
        var count = await store.CountUnreadNotifications(UserId, cancellationToken);
        unread = count;
        return count;
    }

    /// <summary>Whether there may be unread notifications of a topic up to a seq. Mostly there are none, and this costs nothing.</summary>
    private async ValueTask<bool> HasNotified(Guid topicId, long seq, CancellationToken cancellationToken)
    {
        notified ??= await store.UnreadNotifications(UserId, cancellationToken);
        return notified.TryGetValue(topicId, out var lowest) && lowest <= seq;
    }

    /// <summary>Tells everybody who watches which notifications were read, if any was unread.</summary>
    /// <param name="reading">Marks them as read. Not cancelled: else nobody would know whether it is done.</param>
    /// <returns>How many are unread now; null if none of these was.</returns>
    private async Task<int?> TellRead(Task<bool> reading, NotificationsRead read)
    {
        notified = null;
        try
        {
            if (!await reading) return null;
        }
        catch (StorageUnavailableException)
        {
            TellStale(state.Next(), []);
            throw;
        }
        return await TellUnread(read);
    }

    private async Task<int> TellUnread(NotificationsRead? read = null)
    {
        var version = state.Next();
        try
        {
            var left = await CountUnread(CancellationToken.None);
            Tell(new(0, version, NotificationsRead: (read ?? new(UpTo: 0, Unread: 0)) with { Unread = left }));
            return left;
        }
        catch (StorageUnavailableException)
        {
            TellStale(version, []);
            throw;
        }
    }
}
