using Bulletin.Grains.Directory;

namespace Bulletin.Grains.Personal;

/// <summary>Stores what is people's own. If the database is unavailable, every call throws <see cref="StorageUnavailableException"/> within a few seconds.</summary>
internal interface IPersonalStore
{
    /// <summary>Claims a person's state: from now on nothing of it is written under a lower epoch.</summary>
    /// <returns>The new epoch, above all before it.</returns>
    Task<long> Claim(Guid userId, CancellationToken cancellationToken);

    /// <summary>What the person has of topics, a row each: the latest <see cref="PersonalState.MostTopics"/> to change.</summary>
    Task<IReadOnlyList<PersonalRow>> Load(Guid userId, CancellationToken cancellationToken);

    /// <summary>Writes rows of a person, whole.</summary>
    /// <returns>False if another activation has claimed the person's state: nothing was changed.</returns>
    Task<bool> Save(Guid userId, long epoch, IReadOnlyList<PersonalRow> rows, CancellationToken cancellationToken);

    /// <summary>How many positions are written at once.</summary>
    const int MostPositions = 500;

    /// <summary>
    /// Writes at most <see cref="MostPositions"/> positions of many people in one statement, and nothing else of rows that are stored. Passed over are
    /// those of people whose state somebody else has claimed, of topics that are not theirs to see any more, and those that are stored with a greater version.
    /// </summary>
    Task SavePositions(IReadOnlyList<ReadPosition> positions, CancellationToken cancellationToken);

    /// <summary>Deletes rows that say nothing (see <see cref="PersonalRow.SaysNothing"/>).</summary>
    Task Forget(Guid userId, IReadOnlyList<Guid> topicIds, CancellationToken cancellationToken);

    /// <summary>Moves every stored position forward to the latest message of its topic, if the person may see it. What has moved gets the version.</summary>
    /// <returns>False if another activation has claimed the person's state: nothing was changed.</returns>
    Task<bool> ReadAll(Guid userId, long epoch, long version, CancellationToken cancellationToken);

    /// <summary>Those of these topics that are there, and that the person may see and has not hidden.</summary>
    Task<IReadOnlySet<Guid>> Visible(Guid userId, IReadOnlyList<Guid> topicIds, CancellationToken cancellationToken);

    /// <summary>Topics with messages beyond the stored position that the person may see, by most recent activity.</summary>
    Task<IReadOnlyList<Guid>> Behind(Guid userId, int limit, CancellationToken cancellationToken);

    /// <summary>What each of these topics has among the next <see cref="UnreadCount.LookedThrough"/> messages beyond a position. Topics that are removed, or that the person may not see, are missing.</summary>
    Task<IReadOnlyList<UnreadCount>> Count(Guid userId, IReadOnlyList<(Guid TopicId, long ReadSeq)> positions, CancellationToken cancellationToken);

    /// <summary>The person's stored topics that they may see, by most recent activity.</summary>
    /// <param name="filter"><see cref="TopicFilter.Unread"/> means that there are messages beyond the stored position, whoever wrote them.</param>
    Task<IReadOnlyList<Topics.Topic>> Topics(Guid userId, TopicFilter filter, int limit, DirectoryCursor? after, CancellationToken cancellationToken);

    /// <summary>Notes notifications, each under the id it has, unless the person was notified of the same before.</summary>
    /// <returns>The ids of those that are new; null if another activation has claimed the person's state: nothing was changed.</returns>
    Task<IReadOnlyList<long>?> Notify(Guid userId, long epoch, IReadOnlyList<(long Id, Delivery Delivery, bool IsRead)> notifications, CancellationToken cancellationToken);

    /// <summary>Newest first, without those of topics that the person may not see, and of messages that are deleted.</summary>
    /// <param name="after">Only those with a greater id.</param>
    /// <param name="before">Only those with a lower id; null for all.</param>
    Task<IReadOnlyList<Notification>> Notifications(Guid userId, bool unreadOnly, int limit, long after, long? before, CancellationToken cancellationToken);

    /// <summary>How many of them are unread, without those of topics that the person has muted, up to <see cref="TopicState.MostCounted"/>.</summary>
    Task<int> CountUnreadNotifications(Guid userId, CancellationToken cancellationToken);

    /// <summary>The topics with unread notifications, each with the lowest seq of one.</summary>
    Task<IReadOnlyDictionary<Guid, long>> UnreadNotifications(Guid userId, CancellationToken cancellationToken);

    /// <summary>Marks all notifications up to an id as read.</summary>
    /// <returns>Whether any was unread.</returns>
    Task<bool> ReadNotifications(Guid userId, long upTo, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Marks the notifications of a topic's messages as read, up to a seq, and that of the invitation to it.</summary>
    /// <returns>Whether any was unread.</returns>
    Task<bool> ReadNotificationsOf(Guid userId, Guid topicId, long upToSeq, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Deletes all but the latest notifications.</summary>
    Task TrimNotifications(Guid userId, int keep, CancellationToken cancellationToken);
}

/// <param name="Version">The person's version at which it last changed.</param>
/// <param name="UnfollowedAt">When they said that they follow it no longer; null if they never did, or follow it again.</param>
internal sealed record PersonalRow(
    Guid TopicId,
    long ReadSeq,
    NotificationLevel Level,
    bool Following,
    Draft? Draft,
    long Version,
    DateTimeOffset? UnfollowedAt = null,
    bool Pinned = false)
{
    /// <summary>They have only opened the topic, or unfollowed it: losing the row means that they read it once more, and may follow it again.</summary>
    public bool SaysNothing => this is { Level: NotificationLevel.Default, Following: false, Draft: null, Pinned: false };
}

/// <param name="Epoch">Under which the person's state was claimed.</param>
/// <param name="Row">Its position and version are written; whether they follow the topic only if nothing of it is stored.</param>
internal sealed record ReadPosition(Guid UserId, long Epoch, PersonalRow Row);

/// <param name="UpTo">The seq of the last message that was looked at.</param>
/// <param name="Head">The seq of the topic's latest message.</param>
internal sealed record UnreadCount(Guid TopicId, int Unread, int Mentions, long UpTo, long Head)
{
    public const int LookedThrough = 2_000;
}
