using Bulletin.Api.Fanout;
using Bulletin.Api.Http;
using Bulletin.Api.Subscriptions;
using Bulletin.Grains.Directory;
using Bulletin.Grains.Personal;

namespace Bulletin.Api.Personal;

/// <summary>
/// Follows what is one person's own, and tells their connections here what changes. It holds nothing but the version up to which it has told
/// them, and ends when none is left.
/// </summary>
internal sealed class PersonalReplica : Subscription<IPersonalObserver>, IPersonalObserver, ISubscription
{
    /// <summary>How often a join reads again because something has changed while it read.</summary>
    private const int ReadsPerJoin = 5;

    /// <summary>If more topics have changed at once, connections watch again instead.</summary>
    private const int ToldAtOnce = 100;

    private readonly Guid userId;
    private readonly IGrainFactory grains;
    private readonly TimeProvider clock;
    private readonly Action<Guid> onSessionsEnded;
    private readonly Action<PersonalReplica> onEnd;

    // What the connections have been told; null while there are none. Whoever joins begins exactly there.
    private long? version;
    private long announced;
    private int joining;
    private DateTimeOffset due;
    private bool closed;

    /// <param name="onSessionsEnded">Called with the user's id when some of their sessions have ended.</param>
    public PersonalReplica(
        Guid userId, IGrainFactory grains, SubscriptionRenewals renewals, LiveMetrics metrics, TimeProvider clock, ILogger logger,
        Action<Guid> onSessionsEnded, Action<PersonalReplica> onEnd) : base(grains, renewals, logger)
    {
        (this.userId, this.grains, this.clock) = (userId, grains, clock);
        (this.onSessionsEnded, this.onEnd) = (onSessionsEnded, onEnd);
        Audience = new(Gate, metrics, clock);
    }

    /// <summary>The person's connections that watch.</summary>
    public Audience Audience { get; }

    public bool IsDue
    {
        get { lock (Gate) return IsOver || clock.GetUtcNow() >= due; }
    }

    public bool IsPersonal => true;

    protected override bool IsBehind => announced > version;

    private bool IsOver => closed || joining == 0 && Audience.IsEmpty;

    /// <summary>Tells a connection what changes after the answer.</summary>
    /// <param name="after">The version that the client has; 0 if none.</param>
    /// <returns>What it begins with. Null if the replica was closed meanwhile: ask for another.</returns>
    /// <exception cref="ProblemException">With <c>unavailable</c>: too much changes meanwhile.</exception>
    public async Task<PersonalSnapshot?> Join(SendQueue queue, long after, CancellationToken cancellationToken)
    {
        lock (Gate)
        {
            if (closed) return null;
            joining++;
        }
        try
        {
            for (var reads = 0; reads < ReadsPerJoin; reads++)
            {
                var snapshot = await Person.Watch(Reference(), after, cancellationToken).InTime(cancellationToken);
                Task catchingUp;
                lock (Gate)
                {
                    if (closed) return null;
                    Silo = snapshot.Silo;
                    version ??= snapshot.Version;
                    announced = Math.Max(announced, snapshot.Version);
                    var fits = snapshot.Version == version;
                    if (fits) Audience.Join(queue, snapshot.Version);
                    catchingUp = CatchUpIfBehind();
                    if (fits) return snapshot;
                }
                await catchingUp.WaitAsync(cancellationToken);
            }
            throw new ProblemException(Problems.Unavailable());
        }
        finally
        {
            lock (Gate) joining--;
        }
    }

    public Task Changed(PersonalChange change)
    {
        lock (Gate)
        {
            announced = Math.Max(announced, change.Version);
            if (!closed && change.Before == version)
            {
                version = change.Version;
                Audience.Add(PersonalEvents.Of(change));
                Audience.Send();
            }
            CatchUpIfBehind();
        }
        return Task.CompletedTask;
    }

    public Task SessionsEnded()
    {
        onSessionsEnded(userId);
        return Task.CompletedTask;
    }

    public override async Task<bool> Renew(CancellationToken cancellationToken)
    {
        bool isOver;
        lock (Gate)
        {
            isOver = closed |= IsOver;
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
        lock (Gate)
        {
            closed = true;
            Audience.Clear();
        }
        onEnd(this);
        return base.Close();
    }

    public override string ToString() => $"what is {userId}'s own";

    protected override Task Watch(IPersonalObserver observer, CancellationToken cancellationToken) => Read(cancellationToken);

    protected override Task Unwatch(IPersonalObserver observer) => Person.Unwatch(observer);

    protected override Task<bool> ReadMissing() => Read(CancellationToken.None);

    private IPersonalGrain Person => grains.Person(userId);

    /// <summary>Renews the subscription, and tells what has come since the last change that was told.</summary>
    /// <returns>Whether that brought anything.</returns>
    private async Task<bool> Read(CancellationToken cancellationToken)
    {
        long from;
        IPersonalObserver observer;
        lock (Gate)
        {
            // Nobody has joined yet: who does subscribes.
            if (closed || version is not { } known) return false;
            (from, observer) = (known, Reference());
        }
        var snapshot = await Person.Watch(observer, from, cancellationToken).InTime(cancellationToken);
        lock (Gate)
        {
            if (closed) return false;
            Silo = snapshot.Silo;
            var brought = version != from || Take(snapshot, from);
            _ = CatchUpIfBehind();
            return brought;
        }
    }

    private bool Take(PersonalSnapshot snapshot, long from)
    {
        if (snapshot.Version == from) return false;
        // The versions of another activation say nothing beside those known here: they may even be lower.
        if (snapshot.Reset) announced = snapshot.Version;
        else if (snapshot.Version < from) return false;
        version = snapshot.Version;
        announced = Math.Max(announced, snapshot.Version);
        Audience.SendNow();
        if (snapshot.Reset || snapshot.Topics.Count > ToldAtOnce) Audience.Tell(PersonalEvents.WatchAgain(snapshot.Version));
        else Audience.Tell(PersonalEvents.Of(snapshot));
        return true;
    }
}
