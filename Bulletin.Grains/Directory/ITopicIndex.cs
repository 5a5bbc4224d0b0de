using Bulletin.Grains.Topics;

namespace Bulletin.Grains.Directory;

/// <summary>All topics by most recent activity, from storage. Throws as the message log does.</summary>
internal interface ITopicIndex
{
    /// <summary>Topics that are not removed, latest activity first, ties by id, the greater first.</summary>
    /// <param name="after">Where the page before ended; null for the first.</param>
    /// <param name="query">Only names that contain it, whatever the case; null for all.</param>
    Task<IReadOnlyList<Topic>> Page(int limit, DirectoryCursor? after, string? query, CancellationToken cancellationToken);
}
