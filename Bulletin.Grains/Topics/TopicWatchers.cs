using Bulletin.Grains.Accounts;
using Microsoft.Extensions.Logging;
using Orleans.Utilities;

namespace Bulletin.Grains.Topics;

/// <summary>The gateways that watch a topic. Telling them is one-way: nobody here waits for a gateway.</summary>
internal sealed class TopicWatchers(ILogger logger)
{
    private readonly ObserverManager<ITopicObserver> observers = new(TopicWatch.Lifetime, logger);

    public void Add(ITopicObserver observer) => observers.Subscribe(observer, observer);

    public void Remove(ITopicObserver observer) => observers.Unsubscribe(observer);

    public void Changed(IReadOnlyList<Message> byRevision)
    {
        if (observers.Count > 0) observers.Notify(o => o.Changed(new(byRevision))).Ignore();
    }

    public void Described(Topic? topic)
    {
        if (observers.Count > 0) observers.Notify(o => o.Described(new(topic))).Ignore();
    }

    public void Typing(User user)
    {
        if (observers.Count > 0) observers.Notify(o => o.Typing(user)).Ignore();
    }
}
