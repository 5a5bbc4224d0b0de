using Bulletin.Grains.Accounts;

namespace Bulletin.Grains.Administration;

/// <summary>The lists of the admin API, from storage; key 0, on every silo. The gateway has already found the caller to be an admin.</summary>
[Alias("bulletin.admin-grain")]
public interface IAdminGrain : IGrainWithIntegerKey
{
    [Alias("users")]
    Task<ListPage<ListedUser>> Users(UserQuery query, CancellationToken cancellationToken = default);

    [Alias("user")]
    Task<Outcome<UserDetails>> User(Guid userId, CancellationToken cancellationToken = default);

    [Alias("topics")]
    Task<ListPage<ListedTopic>> Topics(TopicQuery query, CancellationToken cancellationToken = default);

    [Alias("topic")]
    Task<Outcome<ListedTopic>> Topic(Guid topicId, CancellationToken cancellationToken = default);

    /// <summary>That messages of private topics and direct conversations are read is written into the audit log before they are returned, with what was
    /// searched for.</summary>
    /// <exception cref="Search.SearchBusyException">A search took too long, or too many run already.</exception>
    [Alias("messages")]
    Task<ListPage<ListedMessage>> Messages(MessageQuery query, Actor actor, CancellationToken cancellationToken = default);

    /// <summary>The messages of somebody to delete next. Each deletion is written into the audit log with it.</summary>
    [Alias("find-to-delete")]
    Task<MessagesToDelete> FindToDelete(FindMessagesToDelete command, CancellationToken cancellationToken = default);

    [Alias("audit")]
    Task<ListPage<ListedAct>> Audit(AuditQuery query, CancellationToken cancellationToken = default);

    /// <summary>The username whose password the token of this hash can reset; null if it can't be used.</summary>
    [Alias("reset")]
    Task<string?> FindReset(byte[] tokenHash, CancellationToken cancellationToken = default);
}
