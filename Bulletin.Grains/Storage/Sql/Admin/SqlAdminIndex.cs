using Bulletin.Grains.Administration;

namespace Bulletin.Grains.Storage.Sql.Admin;

/// <summary>The lists of the admin API, each in a file of its own.</summary>
internal sealed class SqlAdminIndex(SqlDatabase database, SqlTopicNames names) : IAdminIndex
{
    /// <summary>How many rows of an index a page reads to find what it lists.</summary>
    public int Reach { get; init; } = 5_000;

    public Task<ListPage<ListedUser>> Users(UserQuery query, DateTimeOffset now, CancellationToken cancellationToken) =>
        new SqlUserList(database, Reach).Page(query, now, cancellationToken);

    public Task<UserDetails?> User(Guid userId, CancellationToken cancellationToken) => SqlUserDetails.Find(database, userId, cancellationToken);

    public Task<ListPage<ListedTopic>> Topics(TopicQuery query, CancellationToken cancellationToken) =>
        new SqlTopicList(database, names, Reach).Page(query, cancellationToken);

    public async Task<ListedTopic?> Topic(Guid topicId, CancellationToken cancellationToken) =>
        (await Topics([topicId], cancellationToken)).GetValueOrDefault(topicId);

    public Task<IReadOnlyDictionary<Guid, ListedTopic>> Topics(IReadOnlyCollection<Guid> topicIds, CancellationToken cancellationToken) =>
        ListedTopics.ById(database, topicIds, cancellationToken);

    public Task<ListPage<ListedMessage>> Messages(MessageQuery query, CancellationToken cancellationToken) =>
        new SqlMessageList(database, Reach).Page(query, cancellationToken);

    public Task<ListPage<ListedAct>> Audit(AuditQuery query, CancellationToken cancellationToken) =>
        new SqlAuditList(database, Reach).Page(query, cancellationToken);
}
