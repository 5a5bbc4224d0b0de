using Bulletin.Grains.Accounts;

namespace Bulletin.Grains.Topics.Members;

/// <param name="Role">Null for a member, or the role they have.</param>
[GenerateSerializer, Immutable, Alias("bulletin.put-member")]
public sealed record PutMember(
    [property: Id(0)] User User,
    [property: Id(1)] Role? Role,
    [property: Id(2)] Actor Actor);

/// <summary>Removes a member. Oneself: leaves.</summary>
[GenerateSerializer, Immutable, Alias("bulletin.remove-member")]
public sealed record RemoveMember(
    [property: Id(0)] Guid UserId,
    [property: Id(1)] Actor Actor);

/// <summary>All members, in the order in which they came.</summary>
[GenerateSerializer, Immutable, Alias("bulletin.members-listed")]
public sealed record MembersListed([property: Id(0)] IReadOnlyList<Member> Items);
