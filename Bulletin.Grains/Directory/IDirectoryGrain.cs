using Bulletin.Grains.Topics;
using Orleans.Concurrency;

namespace Bulletin.Grains.Directory;

/// <summary>
/// The single grain (key 0) that orders recently active topics. It keeps the head of the list; the tail is read from the
/// index by <see cref="ITopicIndexGrain"/>.
/// </summary>
[Alias("bulletin.directory-grain")]
public interface IDirectoryGrain : IGrainWithIntegerKey
{
    /// <summary>Reports what changed on one silo since its last report, one entry per topic. Returns once the watchers are notified.</summary>
    [Alias("report")]
    Task Report(DirectoryChange change, CancellationToken cancellationToken = default);

    /// <summary>Subscribes a gateway's observer, or renews its subscription (see <see cref="TopicWatch"/>), and returns the head.</summary>
    /// <param name="activation">The activation whose version the gateway has; empty if none.</param>
    /// <param name="version">The version the gateway has. If it is the latest, no topics are returned.</param>
    [Alias("watch")]
    Task<DirectorySnapshot> Watch(IDirectoryObserver observer, Guid activation, long version, CancellationToken cancellationToken = default);

    /// <summary>Unsubscribes a gateway's observer.</summary>
    [Alias("unwatch")]
    Task Unwatch(IDirectoryObserver observer);
}

/// <summary>Pages of the whole list, directly from the index: for the tail and for searches.</summary>
[Alias("bulletin.topic-index-grain")]
public interface ITopicIndexGrain : IGrainWithIntegerKey
{
    /// <param name="of">The person whose private topics and direct conversations are listed; null for the public ones.</param>
    [Alias("page")]
    Task<IReadOnlyList<Topic>> Page(int limit, DirectoryCursor? after, Guid? of, CancellationToken cancellationToken = default);

    /// <summary>Topics whose names contain each word of a text, ignoring case and accents. If there are none, those that have words which it abbreviates.</summary>
    /// <inheritdoc cref="Page"/>
    [Alias("search")]
    Task<TopicsFound> Search(string query, int limit, DirectoryCursor? after, Guid? of, CancellationToken cancellationToken = default);
}

/// <summary>
/// The result of one search. It looks at a limited number of topics, so its cost does not grow with their number. A page may
/// be short or empty without being the last.
/// </summary>
/// <param name="Next">Where to continue; null at the end of the list.</param>
/// <param name="IsLoose">Whether no name contains what was typed, so that it was taken for abbreviations.</param>
[GenerateSerializer, Immutable, Alias("bulletin.topics-found")]
public sealed record TopicsFound(
    [property: Id(0)] IReadOnlyList<Topic> Items,
    [property: Id(1)] DirectoryCursor? Next,
    [property: Id(2)] bool IsLoose = false);

/// <summary>A gateway's subscription to the directory. One-way and best effort; a gap in the versions reveals a lost call.</summary>
[Alias("bulletin.directory-observer")]
public interface IDirectoryObserver : IGrainObserver
{
    [OneWay, Alias("changed")]
    Task Changed(DirectoryChanged change);

    /// <summary>The directory is being deactivated and its watchers are forgotten: subscribe again.</summary>
    [OneWay, Alias("leaving")]
    Task Leaving();
}

/// <param name="Updated">Topics in their current state, each once.</param>
[GenerateSerializer, Immutable, Alias("bulletin.directory-change")]
public sealed record DirectoryChange(
    [property: Id(0)] IReadOnlyList<Topic> Updated,
    [property: Id(1)] IReadOnlyList<Guid> Removed);

/// <param name="Version">Counts the directory's changes within one activation, whose id is <paramref name="Activation"/>.</param>
[GenerateSerializer, Immutable, Alias("bulletin.directory-changed")]
public sealed record DirectoryChanged(
    [property: Id(0)] Guid Activation,
    [property: Id(1)] long Version,
    [property: Id(2)] DirectoryChange Change);

/// <param name="Head">The most recently active topics, in order; null if the caller's version is the latest.</param>
/// <param name="Complete">Whether the head contains every topic.</param>
/// <param name="Silo">The silo the list is active on; null if it is watched again whichever silo leaves.</param>
[GenerateSerializer, Immutable, Alias("bulletin.directory-snapshot")]
public sealed record DirectorySnapshot(
    [property: Id(0)] Guid Activation,
    [property: Id(1)] long Version,
    [property: Id(2)] IReadOnlyList<Topic>? Head,
    [property: Id(3)] bool Complete,
    [property: Id(4)] string? Silo = null);
