using Bulletin.Grains;
using Microsoft.Extensions.Caching.Memory;

namespace Bulletin.Api.Topics;

/// <summary>
/// Topics recently read through this gateway. Their grains have them in memory, so reading their latest messages again costs
/// the database nothing. Any other topic may need a database read, which the rate limit counts.
/// </summary>
internal sealed class KnownTopics : IDisposable
{
    private const int Capacity = 50_000;

    /// <summary>Well below the time after which an idle grain is deactivated.</summary>
    private static readonly TimeSpan Lately = TimeSpan.FromMinutes(5);

    private readonly MemoryCache known = new(new MemoryCacheOptions { SizeLimit = Capacity });

    /// <summary>Whether a call is about an unknown topic.</summary>
    public bool IsMissing(HttpRequest request) =>
        !(Guid.TryParse(request.RouteValues["topicId"] as string, out var topicId) && Has(topicId));

    public bool Has(Guid topicId) => known.TryGetValue(topicId, out _);

    /// <summary>Remembers the topic if its grain answered, and returns the answer.</summary>
    public Outcome<T> Learn<T>(Guid topicId, Outcome<T> outcome) where T : class
    {
        if (outcome.Refusal == Refusal.TopicNotFound) known.Remove(topicId);
        else if (outcome.Value is not null && !Has(topicId)) known.Set(topicId, true, new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = Lately });
        return outcome;
    }

    public void Dispose() => known.Dispose();
}
