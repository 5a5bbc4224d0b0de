namespace Bulletin.Grains.Personal;

/// <summary>Counts whom a mention of everybody would reach. Key 0, on every silo.</summary>
/// <remarks>Any call may throw <see cref="StorageUnavailableException"/>.</remarks>
[Alias("bulletin.followers-grain")]
public interface IFollowersGrain : IGrainWithIntegerKey
{
    /// <summary>How many people are in a private topic or conversation, or follow a public one. The gateway has checked that the caller may see the topic.</summary>
    /// <param name="most">How far to count, at least 1: this many means this many or more.</param>
    [Alias("count")]
    Task<int> Count(Guid topicId, int most, CancellationToken cancellationToken = default);
}
