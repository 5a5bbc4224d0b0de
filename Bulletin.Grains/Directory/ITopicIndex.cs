using Bulletin.Grains.Topics;

namespace Bulletin.Grains.Directory;

/// <summary>All topics by most recent activity, from storage. Throws like the message log.</summary>
internal interface ITopicIndex
{
    /// <summary>Topics that are not removed, by latest activity, then by greater id.</summary>
    /// <param name="of">The person whose private topics and direct conversations are listed, without those they have hidden; null for the public ones.</param>
    /// <param name="after">Where the previous page ended; null for the first.</param>
    Task<IReadOnlyList<Topic>> Page(Guid? of, int limit, DirectoryCursor? after, CancellationToken cancellationToken);

    /// <summary>Which of these topics are in that list.</summary>
    /// <param name="topicIds">Not many. Each is looked up by its id.</param>
    Task<IReadOnlySet<Guid>> Listed(Guid? of, IReadOnlyCollection<Guid> topicIds, CancellationToken cancellationToken);

    /// <summary>Topics whose names contain each word of a text, ignoring case and accents, in the same order. If there are none, those with a word that has the
    /// letters of each in their order, beginning with its first.</summary>
    /// <param name="after">Where the previous page ended; null for the first.</param>
    /// <exception cref="StorageUnavailableException">Also if there are too many concurrent searches.</exception>
    Task<TopicsFound> Search(Guid? of, string query, int limit, DirectoryCursor? after, CancellationToken cancellationToken);
}
