using Bulletin.Api.Http;

namespace Bulletin.Api.Subscriptions;

/// <summary>What <see cref="SubscriptionRenewals"/> sees of a subscription.</summary>
internal interface ISubscription
{
    /// <summary>The silo its grain was on when it was last renewed; null if not known.</summary>
    string? Silo { get; }

    /// <summary>Whether it is renewed before others.</summary>
    bool IsFirst => false;

    /// <summary>Whether it is one person's. There may be thousands, and they are renewed apart: nobody else waits for them.</summary>
    bool IsPersonal => false;

    /// <summary>Whether the next regular round renews it.</summary>
    bool IsDue => true;

    /// <summary>Subscribes, or renews the subscription so that a grain that has moved is found again, and reads what was missed.</summary>
    /// <returns>False when the subscription is over.</returns>
    Task<bool> Renew(CancellationToken cancellationToken);

    /// <summary>Unsubscribes. Nobody is told anything any more.</summary>
    Task Close();
}

/// <summary>
/// This gateway's subscription to one grain, which notifies it of changes. It subscribes first and reads after, notices a gap and
/// reads what is missing. So a lost notification, a dead silo or a moved grain costs time, never a change.
/// </summary>
/// <typeparam name="TObserver">What the grain calls; implemented by the derived class.</typeparam>
internal abstract partial class Subscription<TObserver>(IGrainFactory grains, SubscriptionRenewals renewals, ILogger logger) : ISubscription
    where TObserver : class, IGrainObserver
{
    private TObserver? reference;
    private Task catchingUp = Task.CompletedTask;
    private bool isCatchingUp;

    /// <summary>Guards all state, here and in the derived class.</summary>
    protected Lock Gate { get; } = new();

    public string? Silo { get; protected set; }

    public virtual async Task<bool> Renew(CancellationToken cancellationToken)
    {
        await Watch(Reference(), cancellationToken);
        return true;
    }

    /// <summary>Orleans keeps an observer alive until it is deleted.</summary>
    public virtual async Task Close()
    {
        TObserver? ended;
        lock (Gate) (ended, reference) = (reference, null);
        if (ended is null) return;
        grains.DeleteObjectReference<TObserver>(ended);
        await Unwatch(ended).InTime();
    }

    /// <summary>The grain is being deactivated, and forgets whom it notifies.</summary>
    public Task Leaving()
    {
        renewals.RenewSoon(this);
        return Task.CompletedTask;
    }

    protected TObserver Reference()
    {
        lock (Gate) return reference ??= grains.CreateObjectReference<TObserver>((TObserver)(object)this);
    }

    /// <summary>Subscribes at the grain, and takes in what it answers.</summary>
    protected abstract Task Watch(TObserver observer, CancellationToken cancellationToken);

    protected abstract Task Unwatch(TObserver observer);

    /// <summary>Whether more was announced than was received. Called with the lock held.</summary>
    protected abstract bool IsBehind { get; }

    /// <summary>Reads some of what is missing.</summary>
    /// <returns>False if that brought nothing: the next renewal tries again.</returns>
    protected abstract Task<bool> ReadMissing();

    /// <summary>Call it with the lock held, whenever <see cref="IsBehind"/> may have become true.</summary>
    /// <returns>Ends once what is missing was read, or could not be.</returns>
    protected Task CatchUpIfBehind()
    {
        if (!IsBehind) return Task.CompletedTask;
        if (!isCatchingUp)
        {
            isCatchingUp = true;
            catchingUp = CatchUp();
        }
        return catchingUp;
    }

    private async Task CatchUp()
    {
        // Leaves the caller's lock.
        await Task.Yield();
        try
        {
            do
            {
                lock (Gate)
                {
                    // Decided under the lock: who falls behind from here on starts the next one.
                    isCatchingUp = IsBehind;
                    if (!isCatchingUp) return;
                }
            }
            while (await ReadMissing());
        }
        catch (Exception e)
        {
            // The next renewal tries again.
            LogNotCaughtUp(e, this);
        }
        lock (Gate) isCatchingUp = false;
    }

    [LoggerMessage(LogLevel.Warning, "Could not read the missing changes of {Subscription}")]
    private partial void LogNotCaughtUp(Exception reason, ISubscription subscription);
}
