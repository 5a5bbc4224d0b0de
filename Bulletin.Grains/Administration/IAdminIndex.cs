namespace Bulletin.Grains.Administration;

/// <summary>The lists of the admin API in storage. Each page reads a bounded range of an index: no offset, no count of all. Throws like the message log.</summary>
internal interface IAdminIndex
{
    Task<ListPage<ListedUser>> Users(UserQuery query, DateTimeOffset now, CancellationToken cancellationToken);

    Task<UserDetails?> User(Guid userId, CancellationToken cancellationToken);

    Task<ListPage<ListedTopic>> Topics(TopicQuery query, CancellationToken cancellationToken);

    Task<ListedTopic?> Topic(Guid topicId, CancellationToken cancellationToken);

    Task<IReadOnlyDictionary<Guid, ListedTopic>> Topics(IReadOnlyCollection<Guid> topicIds, CancellationToken cancellationToken);

    /// <summary>By all filters except the search, which the search index knows.</summary>
    Task<ListPage<ListedMessage>> Messages(MessageQuery query, CancellationToken cancellationToken);

    Task<ListPage<ListedAct>> Audit(AuditQuery query, CancellationToken cancellationToken);
}
