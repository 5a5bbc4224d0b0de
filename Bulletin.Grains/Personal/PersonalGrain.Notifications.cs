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
        return new(items, found.Count > limit ? items[^1].Id : null, await CountUnread(cancellationToken), state.Version);
    }

    public async Task<NotificationPage> ReadNotifications(long upTo, CancellationToken cancellationToken)
    {
        await Ready(cancellationToken);
        // Not a row that a later resume would find.
        if (await ReadNotifications(upTo, of: null)) state.Forget();
        return new([], null, await CountUnread(cancellationToken), state.Version);
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

    /// <summary>Marks notifications as read, and tells everybody who watches. Not cancelled: else nobody would know whether it is done.</summary>
    private async Task<bool> ReadNotifications(long upTo, (Guid TopicId, long Seq)? of)
    {
        notified = null;
        try
        {
            if (!await store.ReadNotifications(UserId, upTo, of, clock.GetUtcNow(), CancellationToken.None)) return false;
        }
        catch (StorageUnavailableException)
        {
            TellStale(state.Next(), []);
            throw;
        }
        await TellUnread(upTo, of);
        return true;
    }

    private async Task TellUnread(long upTo = 0, (Guid TopicId, long Seq)? of = null)
    {
        var version = state.Next();
        try
        {
            Tell(new(0, version, NotificationsRead: new(upTo, await CountUnread(CancellationToken.None), of?.TopicId, of?.Seq ?? 0)));
        }
        catch (StorageUnavailableException)
        {
            TellStale(version, []);
            throw;
        }
    }
}
