using Bulletin.Grains.Topics;

namespace Bulletin.Grains.Personal;

/// <summary>What one person has of a topic.</summary>
/// <param name="ReadSeq">They have read up to this message.</param>
/// <param name="Unread">
/// The messages of others after it that are not deleted, as of when this was asked: exact below <see cref="MostCounted"/>, which means "or more", as far
/// as they are among the next 2,000.
/// </param>
/// <param name="Mentions">How many of the messages after it mention them or reply to them. Counted likewise.</param>
/// <param name="Following">Whether it counts towards what is unread altogether. Members of a private topic and the people of a conversation follow it unless they say otherwise.</param>
/// <param name="Version">The person's version at which this last changed. Counts, which follow from the topic, have none.</param>
/// <param name="Pinned">Whether the person has pinned it to the top of their own list.</param>
[GenerateSerializer, Immutable, Alias("bulletin.personal-state")]
public sealed record TopicState(
    [property: Id(0)] Guid TopicId,
    [property: Id(1)] long ReadSeq,
    [property: Id(2)] int Unread,
    [property: Id(3)] int Mentions,
    [property: Id(4)] NotificationLevel Level,
    [property: Id(5)] bool Following,
    [property: Id(6)] Draft? Draft,
    [property: Id(7)] long Version,
    [property: Id(8)] bool Pinned = false)
{
    public const int MostCounted = 99;
}

/// <summary>A topic, and what one person has of it.</summary>
[GenerateSerializer, Immutable, Alias("bulletin.personal-topic")]
public sealed record PersonalTopic([property: Id(0)] Topic Topic, [property: Id(1)] TopicState State);

/// <param name="Next">Where the next page begins; null on the last one. There may be one after a page that is not full.</param>
[GenerateSerializer, Immutable, Alias("bulletin.personal-topic-page")]
public sealed record PersonalTopicPage(
    [property: Id(0)] IReadOnlyList<PersonalTopic> Items,
    [property: Id(1)] Directory.DirectoryCursor? Next);

/// <summary>
/// Which messages in a topic notify a person. Each level but <see cref="Muted"/> also notifies of reactions to their messages, and each of an invitation.
/// Stored as a number.
/// </summary>
[GenerateSerializer, Alias("bulletin.notification-level")]
public enum NotificationLevel
{
    /// <summary>Every message in a direct conversation, otherwise mentions and replies.</summary>
    Default = 0,
    /// <summary>None. Nor does the topic count towards what is unread altogether.</summary>
    Muted = 1,
    /// <summary>Mentions and replies.</summary>
    Mentions = 2,
    /// <summary>Every message.</summary>
    All = 3,
}

/// <summary>What a person has begun to write.</summary>
/// <param name="ReplyTo">The seq of the message it replies to.</param>
[GenerateSerializer, Immutable, Alias("bulletin.draft-text")]
public sealed record DraftText([property: Id(0)] string Text, [property: Id(1)] long? ReplyTo);

/// <param name="Version">The person's version at which it was saved. Whoever replaces it must know it.</param>
[GenerateSerializer, Immutable, Alias("bulletin.draft")]
public sealed record Draft(
    [property: Id(0)] string Text,
    [property: Id(1)] long? ReplyTo,
    [property: Id(2)] long Version);
