using Bulletin.Grains.Topics;
using static Bulletin.Grains.Storage.Sql.Rows;

namespace Bulletin.Grains.Storage.Sql;

/// <summary>Topics, beside their messages.</summary>
internal sealed class SqlTopicStore(SqlDatabase database) : ITopicStore
{
    public Task<bool> Create(Topic topic, CancellationToken cancellationToken) => database.ChangeOne(
        """
        INSERT INTO topics (id, name, name_key, description, created_at, created_by, last_activity_at, epoch, seq, revision)
        VALUES (@topic, @name, @key, @description, @created, @creator, @activity, 0, 0, 0)
        ON CONFLICT (id) DO NOTHING
        RETURNING id
        """,
        cancellationToken,
        ("topic", topic.Id),
        ("name", topic.Name),
        ("key", topic.Name.ToLowerInvariant()),
        ("description", topic.Description),
        ("created", Milliseconds(topic.CreatedAt)),
        ("creator", topic.CreatedBy.Id),
        ("activity", Milliseconds(topic.LastActivityAt)));

    public Task<bool> Describe(Guid topicId, string name, string? description, CancellationToken cancellationToken) => database.ChangeOne(
        """
        UPDATE topics SET name = @name, name_key = @key, description = @description
        WHERE id = @topic AND removed_at IS NULL
        RETURNING id
        """,
        cancellationToken,
        ("topic", topicId),
        ("name", name),
        ("key", name.ToLowerInvariant()),
        ("description", description));

    public Task<bool> Remove(Guid topicId, DateTimeOffset at, CancellationToken cancellationToken) => database.ChangeOne(
        "UPDATE topics SET removed_at = @at, epoch = epoch + 1 WHERE id = @topic AND removed_at IS NULL RETURNING id",
        cancellationToken,
        ("topic", topicId),
        ("at", Milliseconds(at)));
}
