using Microsoft.Extensions.Logging;
using Orleans.Utilities;

namespace Bulletin.Grains.Personal;

/// <summary>
/// Keeps one person's rows in memory, and tells their devices what changes. Not reentrant: calls are short, and between what one reads and what it
/// answers nothing changes.
/// </summary>
internal sealed partial class PersonalGrain(IPersonalStore store, ReadPositions positions, TimeProvider clock, ILogger<PersonalGrain> logger)
    : Grain, IPersonalGrain
{
    private const int MostStates = 500, MostNotifications = 50;

    private readonly PersonalState state = new();
    private readonly ObserverManager<IPersonalObserver> observers = new(Directory.PersonalWatch.Lifetime, logger);

    private Guid UserId => this.GetPrimaryKey();

    private bool IsWatched
    {
        get
        {
            observers.ClearExpired();
            return observers.Count > 0;
        }
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (observers.Count > 0) observers.Notify(o => o.Leaving()).Ignore();
        try
        {
            await positions.Flush(UserId, cancellationToken);
        }
        catch (StorageUnavailableException)
        {
            // They wait on, and whoever is activated on this silo writes them first.
        }
    }

    public async Task<PersonalSnapshot> Watch(IPersonalObserver observer, long after, CancellationToken cancellationToken)
    {
        await Ready(cancellationToken);
        var snapshot = await Since(after, cancellationToken) ?? await Everything(cancellationToken);
        observers.Subscribe(observer, observer);
        return snapshot with { Silo = RuntimeIdentity };
    }

    public Task Unwatch(IPersonalObserver observer)
    {
        observers.Unsubscribe(observer);
        return Task.CompletedTask;
    }

    public Task EndSessions(CancellationToken cancellationToken)
    {
        if (IsWatched) observers.Notify(o => o.SessionsEnded()).Ignore();
        return Task.CompletedTask;
    }

    /// <summary>Claims the person's state and reads their rows, unless that is done.</summary>
    private async ValueTask Ready(CancellationToken cancellationToken)
    {
        if (state is { NeedsClaim: false, IsLoaded: true }) return;
        // First, also for an activation before this one: under another epoch they are not written.
        await positions.Flush(UserId, cancellationToken);
        if (state.NeedsClaim) state.Claimed(await store.Claim(UserId, cancellationToken));
        if (!state.IsLoaded) state.Loaded(await store.Load(UserId, cancellationToken));
    }

    /// <summary>This activation knows no more what is stored, and makes way for the other.</summary>
    private StorageUnavailableException TakenOver()
    {
        DeactivateOnIdle();
        return new("Another activation has taken over what is this person's own.");
    }

    /// <returns>Null if what has changed since is not known, or too much.</returns>
    private async Task<PersonalSnapshot?> Since(long after, CancellationToken cancellationToken)
    {
        if (!state.Knows(after)) return null;
        // A renewal: mostly nothing has changed.
        if (after == state.Version) return new(after, [], [], unread ?? await CountUnread(cancellationToken), Reset: false, Silo: null);

        var rows = state.ChangedAfter(after);
        if (rows.Count > MostStates) return null;
        var notifications = await store.Notifications(UserId, unreadOnly: false, MostNotifications + 1, after, before: null, cancellationToken);
        if (notifications.Count > MostNotifications) return null;
        var states = await StatesOf(await Visible(rows, cancellationToken), _ => true, cancellationToken);
        return new(state.Version, states, notifications, await CountUnread(cancellationToken), Reset: false, Silo: null);
    }

    private async Task<PersonalSnapshot> Everything(CancellationToken cancellationToken)
    {
        await positions.Flush(UserId, cancellationToken);
        var behind = (await store.Behind(UserId, MostStates, cancellationToken)).ToHashSet();
        var rows = await Visible(state.Latest(MostStates, behind), cancellationToken);
        var states = await StatesOf(rows, row => behind.Count == MostStates || behind.Contains(row.TopicId), cancellationToken);
        var notifications = await store.Notifications(UserId, unreadOnly: false, MostNotifications, after: 0, before: null, cancellationToken);
        return new(state.Version, states, notifications, await CountUnread(cancellationToken), Reset: true, Silo: null);
    }

    /// <summary>A row outlives that its topic is removed, or hidden by the person.</summary>
    private async Task<IReadOnlyList<PersonalRow>> Visible(IReadOnlyList<PersonalRow> rows, CancellationToken cancellationToken)
    {
        var visible = await store.Visible(UserId, [.. rows.Select(row => row.TopicId)], cancellationToken);
        return [.. rows.Where(row => visible.Contains(row.TopicId))];
    }

    private void TellStale(long version, IReadOnlyList<Guid> topicIds)
    {
        Tell(new(0, version, Stale: topicIds));
        state.Forget();
    }

    private void Tell(PersonalChange change)
    {
        var told = change with { Before = state.Tell(change.Version) };
        if (IsWatched) observers.Notify(o => o.Changed(told)).Ignore();
    }
}
