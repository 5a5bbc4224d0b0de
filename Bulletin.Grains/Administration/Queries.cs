using Bulletin.Grains.Accounts;
using Bulletin.Grains.Search;
using Bulletin.Grains.Topics.Members;

namespace Bulletin.Grains.Administration;

/// <summary>Null filters are not applied.</summary>
/// <param name="Search">The beginning of a name or of a word of it, ignoring case and accents. The list is then ordered by the name that was found.</param>
/// <param name="Limit">1–200.</param>
[GenerateSerializer, Immutable, Alias("bulletin.user-query")]
public sealed record UserQuery(
    [property: Id(0)] string? Search,
    [property: Id(1)] SiteRole? Role,
    [property: Id(2)] AccountState? State,
    [property: Id(3)] DateTimeOffset? CreatedAfter,
    [property: Id(4)] UserOrder Order,
    [property: Id(5)] int Limit,
    [property: Id(6)] ListPlace? After);

[GenerateSerializer, Alias("bulletin.account-state")]
public enum AccountState { Active, Suspended, Closed }

[GenerateSerializer, Alias("bulletin.user-order")]
public enum UserOrder
{
    Username,
    UsernameDescending,
    /// <summary>Oldest account first.</summary>
    Created,
    CreatedDescending,
    /// <summary>Never seen first, then whoever was seen longest ago.</summary>
    LastSeen,
    LastSeenDescending,
}

/// <summary>Null filters are not applied.</summary>
/// <param name="Search">Words of the name, in any order.</param>
/// <param name="Limit">1–200.</param>
[GenerateSerializer, Immutable, Alias("bulletin.topic-query")]
public sealed record TopicQuery(
    [property: Id(0)] string? Search,
    [property: Id(1)] Access? Access,
    [property: Id(2)] TopicState? State,
    [property: Id(3)] Guid? CreatorId,
    [property: Id(4)] TopicOrder Order,
    [property: Id(5)] int Limit,
    [property: Id(6)] ListPlace? After);

/// <summary>Active: neither removed nor locked nor resolved.</summary>
[GenerateSerializer, Alias("bulletin.topic-state")]
public enum TopicState { Active, Locked, Resolved, Removed }

[GenerateSerializer, Alias("bulletin.topic-order")]
public enum TopicOrder
{
    /// <summary>Most recently active first.</summary>
    Activity,
    /// <summary>Newest topic first.</summary>
    CreatedDescending,
    /// <summary>Oldest topic first.</summary>
    Created,
}

/// <summary>Newest first. Null filters are not applied. Messages of private topics and direct conversations are listed only for an author, a topic or a
/// search: reading them is recorded, and nobody should do so by accident.</summary>
/// <param name="Search">A search as typed.</param>
/// <param name="From">Not earlier.</param>
/// <param name="To">Earlier than this.</param>
/// <param name="Deleted">Whether to list deleted messages only, or the others only. A search finds none that is deleted.</param>
/// <param name="Limit">1–200.</param>
/// <param name="Asked">What the search asks for. Null if there is none, or if an earlier version sent it: it is words then.</param>
[GenerateSerializer, Immutable, Alias("bulletin.message-query")]
public sealed record MessageQuery(
    [property: Id(0)] string? Search,
    [property: Id(1)] Guid? AuthorId,
    [property: Id(2)] Guid? TopicId,
    [property: Id(3)] DateTimeOffset? From,
    [property: Id(4)] DateTimeOffset? To,
    [property: Id(5)] bool? Deleted,
    [property: Id(6)] int Limit,
    [property: Id(7)] ListPlace? After,
    [property: Id(8)] SearchQuery? Asked = null);

/// <summary>Newest first. Null filters are not applied.</summary>
/// <param name="Action">An action, or the beginning of one up to its dot, such as <c>user</c>.</param>
/// <param name="TargetId">The user, topic or report that acts were about.</param>
/// <param name="From">Not earlier.</param>
/// <param name="To">Earlier than this.</param>
/// <param name="Limit">1–200.</param>
[GenerateSerializer, Immutable, Alias("bulletin.audit-query")]
public sealed record AuditQuery(
    [property: Id(0)] Guid? ActorId,
    [property: Id(1)] string? Action,
    [property: Id(2)] Guid? TargetId,
    [property: Id(3)] DateTimeOffset? From,
    [property: Id(4)] DateTimeOffset? To,
    [property: Id(5)] int Limit,
    [property: Id(6)] ListPlace? After);
