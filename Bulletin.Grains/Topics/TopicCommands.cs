using Bulletin.Grains.Accounts;
using Bulletin.Grains.Topics.Members;
using Bulletin.Grains.Topics.Memory;

namespace Bulletin.Grains.Topics;

/// <param name="Members">The people of a private topic or direct conversation besides who creates it.</param>
[GenerateSerializer, Immutable, Alias("bulletin.create-topic")]
public sealed record CreateTopic(
    [property: Id(0)] string Name,
    [property: Id(1)] string? Description,
    [property: Id(2)] Actor Actor,
    [property: Id(3)] Access Access = Access.Public,
    [property: Id(4)] IReadOnlyList<User>? Members = null);

/// <summary>Null fields stay unchanged. An empty description removes it.</summary>
/// <param name="Retention">Only for the admin API.</param>
[GenerateSerializer, Immutable, Alias("bulletin.change-topic")]
public sealed record ChangeTopic(
    [property: Id(0)] string? Name,
    [property: Id(1)] string? Description,
    [property: Id(2)] Actor Actor,
    [property: Id(3)] bool? Locked = null,
    [property: Id(4)] bool? Resolved = null,
    [property: Id(5)] SetRetention? Retention = null)
{
    /// <summary>Whether it changes nothing but the retention, which is no part of what others see of the topic.</summary>
    internal bool IsOfRetentionOnly => this is { Retention: not null, Name: null, Description: null, Locked: null, Resolved: null };

    internal Topic Apply(Topic topic, DateTimeOffset now) => topic with
    {
        Name = Name ?? topic.Name,
        Description = Description is null ? topic.Description : Description.Length == 0 ? null : Description,
        Locked = Locked ?? topic.Locked,
        ResolvedAt = Resolved switch { null => topic.ResolvedAt, true => topic.ResolvedAt ?? now, false => null },
    };
}

/// <param name="Days">How many days the topic keeps its messages: null as the site says, 0 for ever.</param>
[GenerateSerializer, Immutable, Alias("bulletin.set-retention")]
public sealed record SetRetention([property: Id(0)] int? Days);

/// <param name="Mentions">The people whom the text mentions; null for nobody.</param>
[GenerateSerializer, Immutable, Alias("bulletin.post-message")]
public sealed record PostMessage(
    [property: Id(0)] Guid ClientId,
    [property: Id(1)] Actor Actor,
    [property: Id(2)] string Text,
    [property: Id(3)] long? ReplyTo,
    [property: Id(4)] IReadOnlyList<Guid>? Mentions = null,
    [property: Id(5)] bool MentionsAll = false);

/// <param name="Revision">The revision the edit is based on; null to overwrite any.</param>
[GenerateSerializer, Immutable, Alias("bulletin.edit-message")]
public sealed record EditMessage(
    [property: Id(0)] long Seq,
    [property: Id(1)] Actor Actor,
    [property: Id(2)] string Text,
    [property: Id(3)] long? Revision = null,
    [property: Id(4)] IReadOnlyList<Guid>? Mentions = null,
    [property: Id(5)] bool MentionsAll = false);

/// <summary>Adds a reaction to a message, or takes it back. Idempotent.</summary>
/// <param name="Emoji">Normalised.</param>
[GenerateSerializer, Immutable, Alias("bulletin.react-to-message")]
public sealed record ReactToMessage(
    [property: Id(0)] long Seq,
    [property: Id(1)] Actor Actor,
    [property: Id(2)] string Emoji,
    [property: Id(3)] bool IsTakenBack = false);

/// <summary>Pins a message to its topic, or unpins it. Idempotent.</summary>
[GenerateSerializer, Immutable, Alias("bulletin.pin-message")]
public sealed record PinMessage(
    [property: Id(0)] long Seq,
    [property: Id(1)] Actor Actor,
    [property: Id(2)] bool IsUnpinned = false);

[GenerateSerializer, Immutable, Alias("bulletin.delete-message")]
public sealed record DeleteMessage(
    [property: Id(0)] long Seq,
    [property: Id(1)] Actor Actor);

/// <summary>Selects messages: the latest, or those before, after or around a seq. At most one of the three is set.</summary>
/// <param name="Limit">1–200.</param>
[GenerateSerializer, Immutable, Alias("bulletin.read-messages")]
public sealed record ReadMessages(
    [property: Id(0)] int Limit,
    [property: Id(1)] long? Before = null,
    [property: Id(2)] long? After = null,
    [property: Id(3)] long? Around = null)
{
    /// <summary>Whether this is the whole window, which <see cref="ITopicGrain.Latest"/> returns at the lowest cost.</summary>
    public bool IsLatest => Limit == MessageWindow.Size && Before is null && After is null && Around is null;
}
