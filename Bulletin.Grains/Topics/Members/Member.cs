using Bulletin.Grains.Accounts;

namespace Bulletin.Grains.Topics.Members;

/// <summary>A person who may see a private topic or direct conversation.</summary>
/// <param name="Since">When they were added.</param>
[GenerateSerializer, Immutable, Alias("bulletin.member")]
public sealed record Member(
    [property: Id(0)] User User,
    [property: Id(1)] Role Role,
    [property: Id(2)] DateTimeOffset Since);

/// <summary>A member, and whether this call added them.</summary>
[GenerateSerializer, Immutable, Alias("bulletin.member-put")]
public sealed record MemberPut(
    [property: Id(0)] Member Member,
    [property: Id(1)] bool Added);

/// <summary>Everybody who may see a topic, as the gateways need it.</summary>
/// <param name="Version">Grows with every change of the members. 0 for a public topic.</param>
/// <param name="UserIds">Null for a public topic: everybody.</param>
[GenerateSerializer, Immutable, Alias("bulletin.readers")]
public sealed record Readers(
    [property: Id(0)] Access Access,
    [property: Id(1)] long Version,
    [property: Id(2)] IReadOnlyList<Guid>? UserIds)
{
    public static readonly Readers Everybody = new(Access.Public, 0, null);
}
