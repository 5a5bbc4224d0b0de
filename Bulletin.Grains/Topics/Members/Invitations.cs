using Bulletin.Grains.Accounts;

namespace Bulletin.Grains.Topics.Members;

/// <summary>A link by which people come into a private topic. Its token is known only to who made it.</summary>
/// <param name="ExpiresAt">Null: never.</param>
/// <param name="MaxUses">Null: any number.</param>
[GenerateSerializer, Immutable, Alias("bulletin.invitation")]
public sealed record Invitation(
    [property: Id(0)] Guid Id,
    [property: Id(1)] Guid TopicId,
    [property: Id(2)] User CreatedBy,
    [property: Id(3)] DateTimeOffset CreatedAt,
    [property: Id(4)] DateTimeOffset? ExpiresAt,
    [property: Id(5)] int? MaxUses,
    [property: Id(6)] int Uses)
{
    public bool IsUsable(DateTimeOffset at) => (ExpiresAt is not { } end || at < end) && (MaxUses is not { } most || Uses < most);
}

/// <param name="TokenHash">Only the hash of a token is stored.</param>
[GenerateSerializer, Immutable, Alias("bulletin.create-invitation")]
public sealed record CreateInvitation(
    [property: Id(0)] Guid Id,
    [property: Id(1)] byte[] TokenHash,
    [property: Id(2)] TimeSpan? ExpiresIn,
    [property: Id(3)] int? MaxUses,
    [property: Id(4)] Actor Actor);

/// <summary>Those that can still be used, newest first.</summary>
[GenerateSerializer, Immutable, Alias("bulletin.invitations-listed")]
public sealed record InvitationsListed([property: Id(0)] IReadOnlyList<Invitation> Items);

/// <summary>Stores invitations. Throws like <see cref="IMessageLog"/>.</summary>
internal interface IInvitationStore
{
    /// <returns>False if who makes it is not an owner of its topic (any more).</returns>
    Task<bool> Create(Invitation invitation, byte[] tokenHash, CancellationToken cancellationToken);

    /// <summary>The invitation with this token; null if there is none, it was revoked, who made it is no longer an owner, is suspended or has gone, or its topic was removed. It may have expired or be used up.</summary>
    Task<Invitation?> Find(byte[] tokenHash, CancellationToken cancellationToken);

    /// <summary>How many invitations a topic has at most that can be used.</summary>
    const int MostOfTopic = 100;

    /// <summary>The invitations of a topic that can be used, newest first; at most <see cref="MostOfTopic"/>.</summary>
    Task<IReadOnlyList<Invitation>> List(Guid topicId, DateTimeOffset at, CancellationToken cancellationToken);

    /// <returns>False if the topic has no such invitation, or it was revoked already.</returns>
    Task<bool> Revoke(Guid topicId, Guid invitationId, DateTimeOffset at, CancellationToken cancellationToken);
}

/// <summary>Finds invitations by their tokens; key 0.</summary>
[Alias("bulletin.invitations-grain")]
public interface IInvitationsGrain : IGrainWithIntegerKey
{
    /// <returns>Null if it can't be used, for whatever reason.</returns>
    [Alias("find")]
    Task<Invitation?> Find(byte[] tokenHash, CancellationToken cancellationToken = default);

    /// <summary>The same for somebody who may have used it: a member of its topic still finds it if it has expired or is used up.</summary>
    [Alias("find-for")]
    Task<Invitation?> FindFor(Guid userId, byte[] tokenHash, CancellationToken cancellationToken = default);
}
