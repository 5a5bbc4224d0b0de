using Bulletin.Api.Fanout;
using Bulletin.Api.Subscriptions;
using Bulletin.Grains.Directory;

namespace Bulletin.Api.Directory;

/// <summary>
/// One person's private topics and direct conversations, as this gateway knows them. It ends when the person has no connection that watches
/// and has not read for a while.
/// </summary>
internal sealed class PersonalDirectory : DirectoryReplica, ISubscription
{
    /// <summary>How long it is kept for somebody who only reads.</summary>
    internal static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);

    /// <summary>The same if it is empty, and so next to nothing. Most people who only read public topics have no others, and wait for no grain.</summary>
    internal static readonly TimeSpan KeptEmpty = TimeSpan.FromMinutes(10);

    private readonly Guid userId;
    private readonly IGrainFactory grains;
    private readonly TimeProvider clock;
    private readonly Action<PersonalDirectory> onEnd;
    private long lastRead;
    private DateTimeOffset due;
    private HashSet<Guid> unconfirmedBefore = [];
    private Task? starting;
    private MergedPage? merged;
    private bool closed;

    public PersonalDirectory(
        Guid userId, IGrainFactory grains, SubscriptionRenewals renewals, LiveMetrics metrics, TimeProvider clock, ILogger logger, Action<PersonalDirectory> onEnd)
        : base(isPersonal: true, grains, renewals, metrics, clock, logger)
    {
        (this.userId, this.grains, this.clock, this.onEnd) = (userId, grains, clock, onEnd);
        Touch();
    }

    public bool IsDue
    {
        get { lock (Gate) return IsOver || clock.GetUtcNow() >= due; }
    }

    public bool IsPersonal => true;

    private bool IsOver => closed || Audience.IsEmpty && clock.GetElapsedTime(Volatile.Read(ref lastRead)) > (IsEmpty ? KeptEmpty : Kept);

    /// <summary>Somebody reads it, and will probably do so again.</summary>
    public void Touch() => Volatile.Write(ref lastRead, clock.GetTimestamp());

    /// <summary>Loads it, unless it is loaded.</summary>
    public Task Load(CancellationToken cancellationToken)
    {
        if (IsLoaded) return Task.CompletedTask;
        lock (Gate)
        {
            if (starting is null or { IsFaulted: true }) starting = Start();
            return starting.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Tells a connection what moves from now on.</summary>
    /// <returns>False if it was closed meanwhile: ask for another.</returns>
    public bool Join(SendQueue queue)
    {
        lock (Gate)
        {
            if (closed) return false;
            Audience.Join(queue, revision: 0);
            return true;
        }
    }

    /// <summary>The first page of everybody's topics and these, made once until either changes.</summary>
    public TopicPage Merge(TopicPage publicList, TopicPage own)
    {
        var known = Volatile.Read(ref merged);
        if (known is not null && ReferenceEquals(known.PublicList, publicList) && ReferenceEquals(known.Own, own)) return known.Page;
        var page = TopicPage.Merge(publicList, own, FirstPage);
        Volatile.Write(ref merged, new(publicList, own, page));
        return page;
    }

    public override async Task<bool> Renew(CancellationToken cancellationToken)
    {
        bool isOver;
        lock (Gate)
        {
            isOver = closed |= IsOver;
            // Who watches comes back soon after a lost connection.
            if (!Audience.IsEmpty) Touch();
            // If this fails, it is tried again before long.
            due = default;
        }
        if (isOver)
        {
            await Close();
            return false;
        }
        await base.Renew(cancellationToken);
        lock (Gate) due = PersonalWatch.NextRenewal(clock);
        return true;
    }

    public override Task Close()
    {
        lock (Gate) closed = true;
        onEnd(this);
        return base.Close();
    }

    public override string ToString() => $"the topics of {userId}";

    protected override Task<DirectorySnapshot> Watch(IDirectoryObserver observer, Guid activation, long version, CancellationToken cancellationToken) =>
        grains.GetGrain<IUserGrain>(userId).Watch(observer, activation, version, cancellationToken);

    protected override Task Unwatch(IDirectoryObserver observer) => grains.GetGrain<IUserGrain>(userId).Unwatch(observer);

    /// <summary>
    /// An answer that came after the person was removed may have put a topic back, which nothing else would take out: what has not been
    /// reported from one renewal to the next is not believed.
    /// </summary>
    protected override bool ReadsAgain()
    {
        lock (Gate)
        {
            var readsAgain = unconfirmedBefore.Overlaps(Unconfirmed);
            unconfirmedBefore = [.. Unconfirmed];
            return readsAgain;
        }
    }

    private async Task Start()
    {
        // Leaves the caller's lock.
        await Task.Yield();
        await Renew(CancellationToken.None);
    }

    private sealed record MergedPage(TopicPage PublicList, TopicPage Own, TopicPage Page);
}
