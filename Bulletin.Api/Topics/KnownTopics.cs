using Bulletin.Grains;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Members;
using Microsoft.Extensions.Caching.Memory;

namespace Bulletin.Api.Topics;

/// <summary>
/// Topics recently read through this gateway. Their grains have them in memory, so reading their latest messages again costs
/// the database nothing. Any other topic may need a database read, which the rate limit counts.
/// </summary>
/// <remarks>Only public topics are known. To somebody who may not see it, any other costs the same as one that does not exist; so it costs
/// everybody the same.</remarks>
internal sealed class KnownTopics : IDisposable
{
    private const int Capacity = 50_000;

    /// <summary>Well below the time after which an idle grain is deactivated.</summary>
    private static readonly TimeSpan Lately = TimeSpan.FromMinutes(5);

    private readonly MemoryCache known = new(new MemoryCacheOptions { SizeLimit = Capacity });

    /// <summary>Whether a call is about a topic that is not known.</summary>
    public bool IsMissing(HttpRequest request) =>
        !(Guid.TryParse(request.RouteValues["topicId"] as string, out var topicId) && Has(topicId));

    public bool Has(Guid topicId) => known.TryGetValue(topicId, out _);

    /// <summary>Remembers the topic if its grain answered and it is public, and returns the answer.</summary>
    public Outcome<Topic> Learn(Guid topicId, Outcome<Topic> outcome) => Learn(topicId, outcome, outcome.Value is { Access: Access.Public });

    /// <inheritdoc cref="Learn(Guid, Outcome{Topic})"/>
    public Outcome<LatestMessages> Learn(Guid topicId, Outcome<LatestMessages> outcome) => Learn(topicId, outcome, outcome.Value is { IsPublic: true });

    /// <summary>Forgets the topic if its grain refused it. A page of history does not tell whether everybody may see it, and makes nothing known.</summary>
    public Outcome<MessagePage> Learn(Guid topicId, Outcome<MessagePage> outcome) => Learn(topicId, outcome, isPublic: false);

    /// <summary>It turned out to be gone.</summary>
    public void Forget(Guid topicId) => known.Remove(topicId);

    private Outcome<T> Learn<T>(Guid topicId, Outcome<T> outcome, bool isPublic) where T : class
    {
        if (outcome.Refusal == Refusal.TopicNotFound) Forget(topicId);
        else if (isPublic && !Has(topicId)) known.Set(topicId, true, new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = Lately });
        return outcome;
    }

    public void Dispose() => known.Dispose();
}
