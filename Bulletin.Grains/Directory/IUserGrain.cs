using Orleans.Concurrency;

namespace Bulletin.Grains.Directory;

/// <summary>
/// One person, keyed by user id: orders their private topics and direct conversations, as <see cref="IDirectoryGrain"/> orders the public
/// topics. Gateways watch it for as long as the person is there.
/// </summary>
[Alias("bulletin.user-grain")]
public interface IUserGrain : IGrainWithGuidKey
{
    /// <summary>Reports what changed in the person's topics. Costs nothing while no gateway watches: the list is read when one does.</summary>
    [Alias("report")]
    Task Report(UserChange change, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="IDirectoryGrain.Watch"/>
    [Alias("watch")]
    Task<DirectorySnapshot> Watch(IDirectoryObserver observer, Guid activation, long version, CancellationToken cancellationToken = default);

    [Alias("unwatch")]
    Task Unwatch(IDirectoryObserver observer);
}

/// <param name="Updated">
/// Topics in their current state, each once. One that the list doesn't show may have been left or hidden, or have come back: the index knows.
/// </param>
/// <param name="Removed">Topics that were removed for everybody.</param>
/// <param name="Left">Topics as of when the person left them, was removed or hid them: earlier reports don't bring them back.</param>
[GenerateSerializer, Immutable, Alias("bulletin.user-change")]
public sealed record UserChange(
    [property: Id(0)] IReadOnlyList<Topics.Topic> Updated,
    [property: Id(1)] IReadOnlyList<Guid> Removed,
    [property: Id(2)] IReadOnlyList<Topics.Topic> Left);
