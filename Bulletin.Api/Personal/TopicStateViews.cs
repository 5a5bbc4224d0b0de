using Bulletin.Api.Contract;
using Bulletin.Grains.Personal;
using MessagePack;

namespace Bulletin.Api.Personal;

/// <summary>What one person has of a topic.</summary>
/// <param name="ReadSeq">They have read up to this message.</param>
/// <param name="Unread">The messages of others after it that are not deleted. 99 means 99 or more.</param>
/// <param name="Mentions">How many of the messages after it mention them or reply to them. 99 means 99 or more.</param>
/// <param name="Level">What they are notified of: <c>all</c>, <c>mentions</c> (and replies), <c>muted</c> (nothing) or <c>default</c>.</param>
/// <param name="Following">Whether it counts towards what is unread altogether.</param>
/// <param name="Pinned">Whether they have pinned it to the top of their own list.</param>
/// <param name="Draft">Null if there is none.</param>
/// <param name="Version">The person's version at which this last changed.</param>
[MessagePackObject]
public sealed record TopicStateView(
    [property: Key("topicId")] Guid TopicId,
    [property: Key("readSeq")] long ReadSeq,
    [property: Key("unread")] int Unread,
    [property: Key("mentions")] int Mentions,
    [property: Key("level"), NamesOf(typeof(NotificationLevels))] string Level,
    [property: Key("following")] bool Following,
    [property: Key("pinned")] bool Pinned,
    [property: Key("draft")] DraftView? Draft,
    [property: Key("version")] long Version)
{
    /// <summary>The approximate size, without the text of a draft.</summary>
    internal const int BesideDraft = 250;

    internal static TopicStateView Of(TopicState state) => new(
        state.TopicId, state.ReadSeq, state.Unread, state.Mentions, NotificationLevels.Text(state.Level), state.Following, state.Pinned,
        DraftView.Of(state.Draft), state.Version);

    /// <summary>The approximate size in bytes: a text of 4,000 characters may take four for each.</summary>
    internal static int RoughBytes(TopicState state) => BesideDraft + 4 * (state.Draft?.Text.Length ?? 0);
}

/// <summary>What a person has begun to write.</summary>
/// <param name="ReplyTo">The seq of the message it replies to.</param>
/// <param name="Version">Give it when you replace the draft.</param>
[MessagePackObject]
public sealed record DraftView(
    [property: Key("text")] string Text,
    [property: Key("replyTo")] long? ReplyTo,
    [property: Key("version")] long Version)
{
    internal static DraftView? Of(Draft? draft) => draft is null ? null : new(draft.Text, draft.ReplyTo, draft.Version);
}

/// <summary>A topic, and what the caller has of it.</summary>
/// <param name="ReadSeq">You have read up to this message.</param>
/// <param name="Unread">The messages of others after it that are not deleted. 99 means 99 or more.</param>
/// <param name="Mentions">How many of the messages after it mention you or reply to you. 99 means 99 or more.</param>
/// <param name="Level">What you are notified of: <c>all</c>, <c>mentions</c> (and replies), <c>muted</c> (nothing) or <c>default</c>.</param>
/// <param name="Following">Whether it counts towards what is unread altogether.</param>
/// <param name="Pinned">Whether you have pinned it to the top of your own list.</param>
/// <param name="Draft">Null if there is none.</param>
/// <param name="Version">Your version at which this last changed.</param>
public sealed record MyTopicView(
    TopicView Topic, long ReadSeq, int Unread, int Mentions, [property: NamesOf(typeof(NotificationLevels))] string Level, bool Following, bool Pinned, DraftView? Draft, long Version)
{
    internal static MyTopicView Of(PersonalTopic mine) => new(
        TopicView.Of(mine.Topic), mine.State.ReadSeq, mine.State.Unread, mine.State.Mentions, NotificationLevels.Text(mine.State.Level), mine.State.Following,
        mine.State.Pinned, DraftView.Of(mine.State.Draft), mine.State.Version);
}

/// <summary>Topics that the caller follows or has opened, most recently active first.</summary>
/// <param name="Next">The cursor of the next page. Null on the last one.</param>
public sealed record MyTopicPageView(IReadOnlyList<MyTopicView> Items, string? Next);
