using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Members;
using Bulletin.Grains.Topics.Memory;
using MessagePack;
using AllowedValuesAttribute = System.ComponentModel.DataAnnotations.AllowedValuesAttribute;

namespace Bulletin.Api.Contract;

/// <summary>A topic as lists show it.</summary>
/// <param name="Name">Null for a direct conversation: clients show its members.</param>
/// <param name="Description">Null if there is none.</param>
/// <param name="LastActivityAt">When its latest message was posted, or its creation if it has none.</param>
/// <param name="LastSeq">The seq of the latest message. 0 if there is none.</param>
/// <param name="Revision">The number of changes (posts, edits, deletions, reactions) to the topic.</param>
/// <param name="LastMessage">A summary of the latest message. Null if there is none.</param>
/// <param name="Access">Who may see it: <c>public</c> (everybody), <c>private</c> (its members) or <c>direct</c> (a conversation of a few people, for ever).</param>
/// <param name="Locked">Whether nobody may post or edit.</param>
/// <param name="ResolvedAt">When it was marked as resolved. Null if it is not.</param>
/// <param name="MemberCount">The number of members. Null for a public topic.</param>
/// <param name="Members">The people of a direct conversation. Null for any other topic.</param>
/// <param name="Pins">The seqs of pinned messages, in the order in which they were pinned. At most 50.</param>
[MessagePackObject]
public sealed record TopicView(
    [property: Key("id")] Guid Id,
    [property: Key("name")] string? Name,
    [property: Key("description")] string? Description,
    [property: Key("createdAt"), MessagePackFormatter(typeof(Rfc3339Formatter))] DateTimeOffset CreatedAt,
    [property: Key("createdBy")] UserView CreatedBy,
    [property: Key("lastActivityAt"), MessagePackFormatter(typeof(Rfc3339Formatter))] DateTimeOffset LastActivityAt,
    [property: Key("lastSeq")] long LastSeq,
    [property: Key("revision")] long Revision,
    [property: Key("lastMessage")] LastMessageView? LastMessage,
    [property: Key("access"), AllowedValues(TopicView.Public, TopicView.Private, TopicView.Direct)] string Access,
    [property: Key("locked")] bool Locked,
    [property: Key("resolvedAt"), MessagePackFormatter(typeof(OptionalRfc3339Formatter))] DateTimeOffset? ResolvedAt,
    [property: Key("memberCount")] int? MemberCount,
    [property: Key("members")] IReadOnlyList<UserView>? Members,
    [property: Key("pins")] IReadOnlyList<long> Pins)
{
    public const string Public = "public", Private = "private", Direct = "direct";

    public static TopicView Of(Topic topic) => new(
        topic.Id, topic.Access == Grains.Topics.Members.Access.Direct ? null : topic.Name, topic.Description, topic.CreatedAt, UserView.Of(topic.CreatedBy), topic.LastActivityAt,
        topic.LastSeq, topic.Revision, topic.LastMessage is { } last ? LastMessageView.Of(last) : null,
        Named(topic.Access), topic.Locked, topic.ResolvedAt, topic.MemberCount, topic.People is { } people ? [.. people.Select(UserView.Of)] : null,
        topic.Pins ?? []);

    private static string Named(Access access) => access switch
    {
        Grains.Topics.Members.Access.Public => Public,
        Grains.Topics.Members.Access.Private => Private,
        _ => Direct,
    };
}

/// <summary>A summary of a topic's latest message.</summary>
/// <param name="Excerpt">Its first 140 characters. Empty once deleted.</param>
[MessagePackObject]
public sealed record LastMessageView(
    [property: Key("seq")] long Seq,
    [property: Key("author")] UserView Author,
    [property: Key("excerpt")] string Excerpt)
{
    public static LastMessageView Of(LastMessage last) => new(last.Seq, UserView.Of(last.Author), last.Excerpt);
}

/// <summary>Topics, most recently active first.</summary>
/// <param name="Next">The cursor of the next page. Null on the last one.</param>
[MessagePackObject]
public sealed record TopicPageView(
    [property: Key("items")] IReadOnlyList<TopicView> Items,
    [property: Key("next")] string? Next);
