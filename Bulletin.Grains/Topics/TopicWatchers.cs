using Bulletin.Grains.Accounts;
using Microsoft.Extensions.Logging;
using Orleans.Utilities;

namespace Bulletin.Grains.Topics;

/// <summary>The gateways watching a topic. Notifications are one-way: the topic never waits for a gateway.</summary>
internal sealed class TopicWatchers(TopicMetrics metrics, ILogger logger)
{
    private readonly ObserverManager<ITopicObserver> observers = new(TopicWatch.Lifetime, logger);

    private int counted;

    public void Add(ITopicObserver observer)
    {
        observers.Subscribe(observer, observer);
        Count();
    }

    public void Remove(ITopicObserver observer)
    {
        observers.Unsubscribe(observer);
        Count();
    }

    /// <summary>The topic is being deactivated. Its watchers subscribe again wherever it is activated next.</summary>
    public void Leave()
    {
        if (observers.Count > 0) observers.Notify(o => o.Leaving()).Ignore();
        observers.Clear();
        Count();
    }

    public void Changed(IReadOnlyList<Message> byRevision)
    {
        if (observers.Count > 0) observers.Notify(o => o.Changed(new(byRevision))).Ignore();
        Count();
    }

    public void Described(Topic? topic)
    {
        if (observers.Count > 0) observers.Notify(o => o.Described(new(topic))).Ignore();
    }

    public void Typing(User user)
    {
        if (observers.Count > 0) observers.Notify(o => o.Typing(user)).Ignore();
    }

    private void Count()
    {
        metrics.Watchers(observers.Count - counted);
        counted = observers.Count;
    }
}
