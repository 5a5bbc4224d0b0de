using System.Text;
using Bulletin.Grains.Topics;
using MessagePack;

namespace Bulletin.Api.Contract;

/// <summary>One message of a topic, as of its last change.</summary>
/// <param name="Seq">Its permanent number in the topic: 1, 2, 3 … without gaps.</param>
/// <param name="Revision">The topic's revision of this message's last change (post, edit, deletion or reaction).</param>
/// <param name="ClientId">The id chosen by the author. Posting it again returns the same message.</param>
/// <param name="Text">Null once deleted.</param>
/// <param name="ReplyTo">The seq of the message it replies to.</param>
/// <param name="EditedAt">When it was last edited. Null if never.</param>
/// <param name="DeletedAt">When it was deleted. Null if it was not.</param>
/// <param name="Mentions">The ids of the people whom its text mentions by name, as of when it was written. None once deleted.</param>
/// <param name="MentionsAll">Whether its text mentions everybody: the members of a private topic, the followers of a public one.</param>
/// <param name="Reactions">Each emoji once, in the order in which they came. None once deleted.</param>
[MessagePackObject]
public sealed record MessageView(
    [property: Key("topicId")] Guid TopicId,
    [property: Key("seq")] long Seq,
    [property: Key("revision")] long Revision,
    [property: Key("clientId")] Guid ClientId,
    [property: Key("author")] UserView Author,
    [property: Key("text")] string? Text,
    [property: Key("replyTo")] long? ReplyTo,
    [property: Key("createdAt"), MessagePackFormatter(typeof(Rfc3339Formatter))] DateTimeOffset CreatedAt,
    [property: Key("editedAt"), MessagePackFormatter(typeof(OptionalRfc3339Formatter))] DateTimeOffset? EditedAt,
    [property: Key("deletedAt"), MessagePackFormatter(typeof(OptionalRfc3339Formatter))] DateTimeOffset? DeletedAt,
    [property: Key("mentions")] IReadOnlyList<Guid> Mentions,
    [property: Key("mentionsAll")] bool MentionsAll,
    [property: Key("reactions")] IReadOnlyList<ReactionView> Reactions)
{
    public static MessageView Of(Message message)
    {
        // A silo of an earlier version deletes a message without the columns that it does not know.
        var isThere = message.DeletedAt is null;
        return new(
            message.TopicId, message.Seq, message.Revision, message.ClientId, UserView.Of(message.Author), message.Text,
            message.ReplyTo, message.CreatedAt, message.EditedAt, message.DeletedAt,
            isThere ? message.Mentions ?? [] : [], isThere && message.MentionsAll, isThere ? ReactionView.Of(message.Reactions) : []);
    }

    public static IReadOnlyList<MessageView> Of(IReadOnlyList<Message> messages) => [.. messages.Select(Of)];

    /// <summary>The approximate size of the messages in a response, in bytes.</summary>
    internal static int RoughBytes(IReadOnlyList<Message> messages)
    {
        var bytes = 0;
        foreach (var message in messages)
        {
            bytes += BesideText + (message.Text is { } text ? Encoding.UTF8.GetByteCount(text) : 0);
            if (message.Mentions is { } mentions) bytes += mentions.Count * ReactionView.BytesPerUser;
            if (message.Reactions is { } reactions) bytes += ReactionView.RoughBytes(reactions);
        }
        return bytes;
    }

    private const int BesideText = 500;
}

/// <summary>Messages by ascending seq.</summary>
/// <param name="Next">The cursor of the next page in the same direction. Null at the end.</param>
[MessagePackObject]
public sealed record MessagePageView(
    [property: Key("items")] IReadOnlyList<MessageView> Items,
    [property: Key("next")] string? Next);

/// <summary>Each new or changed message since a revision, ordered by its last change.</summary>
/// <param name="Revision">The revision up to which the items reach. Continue from here until nothing more comes.</param>
/// <param name="Reset">The requested revision is too far back. These are the latest 50 messages instead: discard your copy.</param>
[MessagePackObject]
public sealed record ChangesView(
    [property: Key("items")] IReadOnlyList<MessageView> Items,
    [property: Key("revision")] long Revision,
    [property: Key("reset")] bool Reset)
{
    public static ChangesView Of(TopicChanges changes) => new(MessageView.Of(changes.Items), changes.Revision, changes.Reset);
}
