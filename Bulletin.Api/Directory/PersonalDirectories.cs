using System.Collections.Concurrent;
using Bulletin.Api.Fanout;
using Bulletin.Api.Subscriptions;

namespace Bulletin.Api.Directory;

/// <summary>The lists of the people who read or watch topics through this gateway.</summary>
internal sealed class PersonalDirectories(
    IGrainFactory grains, SubscriptionRenewals renewals, LiveMetrics metrics, TimeProvider clock, ILogger<PersonalDirectory> logger)
{
    /// <summary>How many there may be before reading alone makes no more. Those who watch are bounded by their connections.</summary>
    private const int Capacity = 20_000;

    private readonly ConcurrentDictionary<Guid, PersonalDirectory> all = new();

    public int Count => all.Count;

    public PersonalDirectory? Find(Guid userId) => all.GetValueOrDefault(userId);

    /// <returns>Null if there are too many: read from the index.</returns>
    public PersonalDirectory? ForReading(Guid userId)
    {
        if (Find(userId) is not { } list)
        {
            if (all.Count >= Capacity) return null;
            list = Open(userId);
        }
        list.Touch();
        return list;
    }

    public PersonalDirectory Open(Guid userId)
    {
        if (Find(userId) is { } known) return known;
        PersonalDirectory created = new(userId, grains, renewals, metrics, clock, logger, onEnd: ended =>
        {
            all.TryRemove(new(userId, ended));
            renewals.Remove(ended);
        });
        var list = all.GetOrAdd(userId, created);
        if (ReferenceEquals(list, created)) renewals.Add(created);
        return list;
    }
}
