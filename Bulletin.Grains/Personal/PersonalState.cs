namespace Bulletin.Grains.Personal;

/// <summary>
/// What one activation knows of a person: a row for each topic, and the versions. A version is the epoch it was claimed under and a number counted
/// in memory: it grows from activation to activation, and no change has to be written for that.
/// </summary>
internal sealed class PersonalState
{
    /// <summary>How many topics a person may follow or have opened, how many drafts they may have, and how many topics they may pin.</summary>
    public const int MostTopics = 10_000, MostDrafts = 500, MostPinned = 100;

    private const long VersionsPerEpoch = 1_000_000;
    /// <summary>More than one call can need.</summary>
    private const long Reserve = 100_000;

    private readonly Dictionary<Guid, PersonalRow> rows = [];
    private long first;
    private long last;

    public long Epoch { get; private set; }

    /// <summary>The latest version that was told.</summary>
    public long Version { get; private set; }

    public bool NeedsClaim => Epoch == 0 || last % VersionsPerEpoch >= VersionsPerEpoch - Reserve;

    public bool IsLoaded { get; private set; }

    public IReadOnlyCollection<PersonalRow> Rows => rows.Values;

    public void Claimed(long epoch)
    {
        // Otherwise somebody else has claimed it in between, and may have changed it.
        var goesOn = Epoch > 0 && epoch == Epoch + 1;
        Epoch = epoch;
        last = epoch * VersionsPerEpoch;
        if (goesOn) return;
        first = Version = last;
        Unload();
    }

    public void Loaded(IEnumerable<PersonalRow> stored)
    {
        rows.Clear();
        foreach (var row in stored) rows[row.TopicId] = row;
        IsLoaded = true;
    }

    /// <summary>What is stored may be something else by now: it is read again before it is used.</summary>
    public void Unload() => IsLoaded = false;

    /// <summary>A version above all before it. One that is not used is simply missing.</summary>
    public long Next(int count = 1) => last += count;

    /// <summary>From now on this version is told.</summary>
    /// <returns>The version before it.</returns>
    public long Tell(long version)
    {
        var before = Version;
        Version = version;
        return before;
    }

    /// <summary>Whether whoever has a version can be told what has changed since: it is of this activation.</summary>
    public bool Knows(long version) => version >= first && version <= Version && first != 0;

    /// <summary>What has changed up to now can't be told later: whoever has an earlier version begins anew.</summary>
    public void Forget() => first = Version;

    public PersonalRow? Find(Guid topicId) => rows.GetValueOrDefault(topicId);

    public void Put(PersonalRow row) => rows[row.TopicId] = row;

    public void Remove(IEnumerable<Guid> topicIds)
    {
        foreach (var topicId in topicIds) rows.Remove(topicId);
    }

    /// <summary>Those that can make room for others, the first to change first.</summary>
    public IReadOnlyList<Guid> Dispensable(int limit) =>
        [.. rows.Values.Where(row => row.SaysNothing).OrderBy(row => row.Version).Take(limit).Select(row => row.TopicId)];

    /// <summary>What a row says, with counts.</summary>
    /// <param name="count">Null if there is nothing beyond the position, or nothing that they may see.</param>
    public static TopicState StateOf(PersonalRow row, UnreadCount? count) =>
        new(row.TopicId, row.ReadSeq, count?.Unread ?? 0, count?.Mentions ?? 0, row.Level, row.Following, row.Draft, row.Version, row.Pinned);

    /// <summary>The rows that changed after a version, the latest first.</summary>
    public IReadOnlyList<PersonalRow> ChangedAfter(long version) =>
        [.. rows.Values.Where(row => row.Version > version).OrderByDescending(row => row.Version)];

    /// <summary>The rows that matter most: those that are pinned, those with a draft or something unread, then the latest to change.</summary>
    public IReadOnlyList<PersonalRow> Latest(int limit, IReadOnlySet<Guid> behind) =>
    [
        .. rows.Values.OrderByDescending(row => row.Pinned)
            .ThenByDescending(row => row.Draft is not null || behind.Contains(row.TopicId))
            .ThenByDescending(row => row.Version).Take(limit),
    ];

    /// <summary>Whether somebody with this level wants to be told of that.</summary>
    public static bool Wants(NotificationLevel level, NotificationKind kind) => level switch
    {
        NotificationLevel.Muted => kind == NotificationKind.Invitation,
        NotificationLevel.Mentions => kind is not (NotificationKind.Direct or NotificationKind.Message),
        NotificationLevel.All => true,
        _ => kind != NotificationKind.Message,
    };
}
