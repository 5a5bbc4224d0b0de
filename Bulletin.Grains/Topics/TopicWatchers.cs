using Bulletin.Grains.Accounts;
using Bulletin.Grains.Topics.Members;
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

    /// <param name="members">The members as of these changes.</param>
    public void Changed(IReadOnlyList<Message> byRevision, TopicMembers members)
    {
        if (observers.Count > 0) observers.Notify(o => o.Changed(new(byRevision, members.Version))).Ignore();
        Count();
    }

    public void Described(Topic? topic)
    {
        if (observers.Count > 0) observers.Notify(o => o.Described(new(topic))).Ignore();
    }

    public void ReadersChanged(Readers readers)
    {
        if (observers.Count > 0) observers.Notify(o => o.ReadersChanged(readers)).Ignore();
    }

    /// <param name="members">The members as of this.</param>
    public void Typing(User user, TopicMembers members)
    {
        if (observers.Count > 0) observers.Notify(o => o.Typing(user, members.Version)).Ignore();
    }

    private void Count()
    {
        metrics.Watchers(observers.Count - counted);
        counted = observers.Count;
    }
}
