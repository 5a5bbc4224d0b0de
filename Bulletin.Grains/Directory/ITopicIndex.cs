using Bulletin.Grains.Topics;

namespace Bulletin.Grains.Directory;

/// <summary>All topics by most recent activity, from storage. Throws as the message log does.</summary>
internal interface ITopicIndex
{
    /// <summary>Topics that are not removed, latest activity first, ties by id, the greater first.</summary>
    /// <param name="after">Where the page before ended; null for the first.</param>
    Task<IReadOnlyList<Topic>> Page(int limit, DirectoryCursor? after, CancellationToken cancellationToken);

    /// <summary>Topics whose name contains each word of a text, whatever the case and accents, in the same order.</summary>
    /// <param name="after">Where the page before ended; null for the first.</param>
    /// <exception cref="Storage.StorageUnavailableException">Also when too many search at once.</exception>
    Task<TopicsFound> Search(string query, int limit, DirectoryCursor? after, CancellationToken cancellationToken);
}
