namespace Bulletin.Grains.Topics;

/// <summary>A durable message, and whether this author had posted it before under the same client id.</summary>
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

/// <summary>The latest 50, or word that the asker holds them.</summary>
/// <param name="State">Names this state of them: a random number, another whenever anything in them changes.</param>
/// <param name="Page">Null when the asker holds this state.</param>
[GenerateSerializer, Immutable, Alias("bulletin.latest-messages")]
public sealed record LatestMessages(
    [property: Id(0)] long State,
    [property: Id(1)] MessagePage? Page);

/// <summary>Each message that changed after a revision, once, in order of its last change.</summary>
/// <param name="Revision">How far the items reach: ask on from here.</param>
/// <param name="Reset">The revision asked for is too far back (or unknown): these are the latest 50 instead.</param>
/// <param name="More">Whether the topic has changes beyond <paramref name="Revision"/>.</param>
[GenerateSerializer, Immutable, Alias("bulletin.topic-changes")]
public sealed record TopicChanges(
    [property: Id(0)] IReadOnlyList<Message> Items,
    [property: Id(1)] long Revision,
    [property: Id(2)] bool Reset,
    [property: Id(3)] bool More);

/// <summary>All that a watcher needs to begin with.</summary>
/// <param name="Latest">The latest 50 in ascending seq, as of <c>Topic.Revision</c>; null when the watcher holds that revision.</param>
/// <param name="Silo">Where the topic is in memory; null from a silo of an earlier version.</param>
[GenerateSerializer, Immutable, Alias("bulletin.topic-snapshot")]
public sealed record TopicSnapshot(
    [property: Id(0)] Topic Topic,
    [property: Id(1)] IReadOnlyList<Message>? Latest,
    [property: Id(2)] string? Silo = null);
