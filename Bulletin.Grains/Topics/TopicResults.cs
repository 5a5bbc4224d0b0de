using Bulletin.Grains.Topics.Members;
using Bulletin.Grains.Topics.Memory;

namespace Bulletin.Grains.Topics;

/// <summary>A durable message, and whether this author had already posted it with the same client id.</summary>
[GenerateSerializer, Immutable, Alias("bulletin.posted")]
public sealed record Posted(
    [property: Id(0)] Message Message,
    [property: Id(1)] bool Repeated);

/// <summary>Messages by ascending seq.</summary>
/// <param name="HasOlder">Whether the topic has messages before the first of these.</param>
/// <param name="HasNewer">Whether the topic has messages after the last of these.</param>
[GenerateSerializer, Immutable, Alias("bulletin.message-page")]
public sealed record MessagePage(
    [property: Id(0)] IReadOnlyList<Message> Items,
    [property: Id(1)] bool HasOlder,
    [property: Id(2)] bool HasNewer);

/// <summary>The latest 50, or none if the caller already has them.</summary>
/// <param name="State">Identifies this state of the messages: a random number that changes whenever any of them does.</param>
/// <param name="Page">Null if the caller already has this state.</param>
/// <param name="IsPublic">Whether everybody may see them. False if not known.</param>
[GenerateSerializer, Immutable, Alias("bulletin.latest-messages")]
public sealed record LatestMessages(
    [property: Id(0)] long State,
    [property: Id(1)] MessagePage? Page,
    [property: Id(2)] bool IsPublic = false);

/// <summary>Each message changed after a revision, once, ordered by its last change.</summary>
/// <param name="Revision">The revision up to which the items reach. Continue from here.</param>
/// <param name="Reset">The requested revision is too far back or unknown. These are the latest 50 instead.</param>
/// <param name="More">Whether the topic has changes beyond <paramref name="Revision"/>.</param>
/// <param name="MembersVersion">The least version of the members that a gateway must know before it delivers these.</param>
[GenerateSerializer, Immutable, Alias("bulletin.topic-changes")]
public sealed record TopicChanges(
    [property: Id(0)] IReadOnlyList<Message> Items,
    [property: Id(1)] long Revision,
    [property: Id(2)] bool Reset,
    [property: Id(3)] bool More,
    [property: Id(4)] long MembersVersion = 0);

/// <summary>The initial state for a watcher.</summary>
/// <param name="Latest">The latest 50 by ascending seq, as of <c>Topic.Revision</c>; null if the watcher already has that revision.</param>
/// <param name="Silo">The silo the topic is active on; null from a silo of an earlier version.</param>
/// <param name="Readers">Who may see it; null if the watcher already has that version of the members, and from a silo of an earlier version, where every topic is public.</param>
/// <param name="Names">The <see cref="MessageWindow.NamesWith"/> of the topic; 0 from a silo of an earlier version.</param>
[GenerateSerializer, Immutable, Alias("bulletin.topic-snapshot")]
public sealed record TopicSnapshot(
    [property: Id(0)] Topic Topic,
    [property: Id(1)] IReadOnlyList<Message>? Latest,
    [property: Id(2)] string? Silo = null,
    [property: Id(3)] long Names = 0,
    [property: Id(4)] Readers? Readers = null);

/// <param name="Count">How many messages were deleted by age.</param>
/// <param name="More">Whether there may be more to delete.</param>
[GenerateSerializer, Immutable, Alias("bulletin.expired")]
public sealed record Expired([property: Id(0)] int Count, [property: Id(1)] bool More)
{
    internal static readonly Expired Nothing = new(Count: 0, More: false);
}

/// <summary>The earlier texts of a message, oldest first.</summary>
[GenerateSerializer, Immutable, Alias("bulletin.message-history")]
public sealed record MessageHistory([property: Id(0)] IReadOnlyList<EarlierText> Items);
