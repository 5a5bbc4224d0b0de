using Bulletin.Grains.Topics;
using Microsoft.Data.Sqlite;
using static Bulletin.Grains.Storage.Sql.Rows;

namespace Bulletin.Grains.Storage.Sqlite;

/// <summary>The statements of a commit, prepared once for a connection.</summary>
internal sealed class SqliteCommitStatements(SqliteConnection connection)
{
    private readonly SqliteCommand _wasPosted = Prepare(connection, """
        SELECT 1 FROM messages WHERE topic_id = @topic AND author_id = @author AND client_id = @client
        """, "topic", "author", "client");

    private readonly SqliteCommand _moveHead = Prepare(connection, """
        UPDATE topics
        SET seq = @nextSeq, revision = @nextRevision, last_activity_at = @activity
        WHERE id = @topic AND epoch = @epoch AND seq = @seq AND revision = @revision AND removed_at IS NULL
        """, "topic", "epoch", "seq", "revision", "nextSeq", "nextRevision", "activity");

    private readonly SqliteCommand _store = Prepare(connection, """
        INSERT INTO messages (topic_id, seq, revision, client_id, author_id, reply_to, created_at, text)
        VALUES (@topic, @seq, @revision, @client, @author, @replyTo, @created, @text)
        """, "topic", "seq", "revision", "client", "author", "replyTo", "created", "text");

    private readonly SqliteCommand _change = Prepare(connection, """
        UPDATE messages
        SET revision = @revision, text = @text, edited_at = @edited, deleted_at = @deleted,
          posted_fingerprint = CASE WHEN @deleted IS NULL THEN coalesce(posted_fingerprint, @fingerprint) END
        WHERE topic_id = @topic AND seq = @seq
        """, "topic", "seq", "revision", "text", "edited", "deleted", "fingerprint");

    public SqliteConnection Connection => connection;

    /// <summary>The driver wants each command to name the transaction it runs in.</summary>
    public void Join(SqliteTransaction transaction) =>
        _wasPosted.Transaction = _moveHead.Transaction = _store.Transaction = _change.Transaction = transaction;

    public bool WasPosted(string topic, Message message)
    {
        Bind(_wasPosted, topic, message.Author.Id.ToString(), message.ClientId.ToString());
        return _wasPosted.ExecuteScalar() is not null;
    }

    public bool MoveHead(string topic, TopicAppend append)
    {
        Bind(_moveHead, topic, append.Epoch, append.Expected.Seq, append.Expected.Revision,
            append.Next.Seq, append.Next.Revision, Milliseconds(append.LastActivityAt));
        return _moveHead.ExecuteNonQuery() == 1;
    }

    public void Store(string topic, Message message)
    {
        Bind(_store, topic, message.Seq, message.Revision, message.ClientId.ToString(), message.Author.Id.ToString(),
            message.ReplyTo, Milliseconds(message.CreatedAt), message.Text);
        _store.ExecuteNonQuery();
    }

    public void Change(string topic, MessageChange change)
    {
        var message = change.Message;
        Bind(_change, topic, message.Seq, message.Revision, message.Text,
            message.EditedAt is { } edited ? Milliseconds(edited) : null,
            message.DeletedAt is { } deleted ? Milliseconds(deleted) : null,
            change.PostedFingerprint);
        _change.ExecuteNonQuery();
    }

    private static void Bind(SqliteCommand command, params ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i] ?? DBNull.Value;
    }

    private static SqliteCommand Prepare(SqliteConnection connection, string sql, params string[] parameters)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are the constants above.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var parameter in parameters) command.Parameters.Add(new SqliteParameter { ParameterName = $"@{parameter}" });
        return command;
    }
}
