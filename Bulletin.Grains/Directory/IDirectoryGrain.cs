using Bulletin.Grains.Topics;
using Orleans.Concurrency;

namespace Bulletin.Grains.Directory;

/// <summary>
/// The one grain (key 0) that orders the recently active topics. It holds the head of the list; the tail is read from the
/// index by <see cref="ITopicIndexGrain"/>.
/// </summary>
[Alias("bulletin.directory-grain")]
public interface IDirectoryGrain : IGrainWithIntegerKey
{
    /// <summary>What has changed on one silo since it last told: one entry a topic. Returns once the watchers are told.</summary>
    [Alias("report")]
    Task Report(DirectoryChange change, CancellationToken cancellationToken = default);

    /// <summary>Registers a gateway's observer, or renews it (see <see cref="TopicWatch"/>), and answers the head.</summary>
    /// <param name="activation">The activation whose version the gateway holds; empty for none.</param>
    /// <param name="version">The version the gateway holds: while it is the latest, no topics are sent.</param>
    [Alias("watch")]
    Task<DirectorySnapshot> Watch(IDirectoryObserver observer, Guid activation, long version, CancellationToken cancellationToken = default);

    /// <summary>The gateway goes: nothing is told to its observer from here on.</summary>
    [Alias("unwatch")]
    Task Unwatch(IDirectoryObserver observer);
}

/// <summary>Pages of the whole list, straight from the index: for the tail and for searches.</summary>
[Alias("bulletin.topic-index-grain")]
public interface ITopicIndexGrain : IGrainWithIntegerKey
{
    [Alias("page")]
    Task<IReadOnlyList<Topic>> Page(int limit, DirectoryCursor? after, CancellationToken cancellationToken = default);

    /// <summary>Topics whose name contains each word of a text, whatever the case and accents.</summary>
    [Alias("search")]
    Task<TopicsFound> Search(string query, int limit, DirectoryCursor? after, CancellationToken cancellationToken = default);
}

/// <summary>
/// What one search came to. It looks at a bounded number of topics, so that it costs the same however many there are: a page may
/// be short, or empty, and yet not be the last.
/// </summary>
/// <param name="Next">Where to look on; null at the end of the list.</param>
[GenerateSerializer, Immutable, Alias("bulletin.topics-found")]
public sealed record TopicsFound(
    [property: Id(0)] IReadOnlyList<Topic> Items,
    [property: Id(1)] DirectoryCursor? Next);

/// <summary>A gateway's ear at the directory. One-way and best effort; versions without a gap tell whether one was lost.</summary>
[Alias("bulletin.directory-observer")]
public interface IDirectoryObserver : IGrainObserver
{
    [OneWay, Alias("changed")]
    Task Changed(DirectoryChanged change);

    /// <summary>The directory leaves its silo, and forgets who watched it: watch it again.</summary>
    [OneWay, Alias("leaving")]
    Task Leaving();
}

/// <param name="Updated">Topics as they are now, each once.</param>
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

/// <param name="Head">The most recently active topics, in order; null when the asker's version is the latest.</param>
/// <param name="Complete">Whether the head is all there is.</param>
[GenerateSerializer, Immutable, Alias("bulletin.directory-snapshot")]
public sealed record DirectorySnapshot(
    [property: Id(0)] Guid Activation,
    [property: Id(1)] long Version,
    [property: Id(2)] IReadOnlyList<Topic>? Head,
    [property: Id(3)] bool Complete);
