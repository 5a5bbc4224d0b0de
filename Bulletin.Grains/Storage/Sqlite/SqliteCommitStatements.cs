using Bulletin.Grains.Audit;
using Bulletin.Grains.Storage.Sql;
using Bulletin.Grains.Topics;
using Microsoft.Data.Sqlite;
using static Bulletin.Grains.Storage.Sql.Rows;

namespace Bulletin.Grains.Storage.Sqlite;

/// <summary>The statements of a commit, prepared once for a connection.</summary>
internal sealed class SqliteCommitStatements(SqliteConnection connection)
{
    private readonly SqliteCommand _wasPosted = Prepare(connection, """
        SELECT 1 FROM messages WHERE topic_id = @topic AND author_id = @author AND client_id = @client
        """, ["topic", "author", "client"]);

    private readonly SqliteCommand _moveHead = Prepare(connection, """
        UPDATE topics
        SET seq = @nextSeq, revision = @nextRevision, last_activity_at = @activity
        WHERE id = @topic AND epoch = @epoch AND seq = @seq AND revision = @revision AND removed_at IS NULL
        """, ["topic", "epoch", "seq", "revision", "nextSeq", "nextRevision", "activity"]);

    private readonly SqliteCommand _store = Prepare(connection, $"""
        INSERT INTO messages ({MessageRows.Posted.List()}) VALUES ({MessageRows.Posted.List("@{0}")})
        """, Names(MessageRows.Posted));

    private readonly SqliteCommand _change = Prepare(connection, $"""
        UPDATE messages
        SET {MessageRows.Assignments("@")},
          posted_fingerprint = CASE WHEN @deleted_at IS NULL THEN coalesce(posted_fingerprint, @fingerprint) END
        WHERE topic_id = @topic_id AND seq = @seq
        """, [.. Names(MessageRows.Changed), "fingerprint"]);

    private readonly SqliteCommand _keepEarlier = Prepare(connection, """
        INSERT INTO message_texts (topic_id, seq, revision, at, text) VALUES (@topic, @seq, @revision, @at, @text)
        """, ["topic", "seq", "revision", "at", "text"]);

    private readonly SqliteCommand _dropOldest = Prepare(connection, $"""
        DELETE FROM message_texts
        WHERE topic_id = @topic AND seq = @seq
          AND revision <= (SELECT revision FROM message_texts WHERE topic_id = @topic AND seq = @seq ORDER BY revision DESC LIMIT 1 OFFSET {EarlierText.MostOfMessage})
        """, ["topic", "seq"]);

    private readonly SqliteCommand _forgetEarlier = Prepare(connection, """
        DELETE FROM message_texts WHERE topic_id = @topic AND seq = @seq
        """, ["topic", "seq"]);

    public SqliteConnection Connection => connection;

    /// <summary>The driver wants each command to name the transaction it runs in.</summary>
    public void Join(SqliteTransaction transaction) =>
        _wasPosted.Transaction = _moveHead.Transaction = _store.Transaction = _change.Transaction
            = _keepEarlier.Transaction = _dropOldest.Transaction = _forgetEarlier.Transaction = transaction;

    public bool WasPosted(Message message)
    {
        Bind(_wasPosted, message.TopicId, message.Author.Id, message.ClientId);
        return _wasPosted.ExecuteScalar() is not null;
    }

    public bool MoveHead(TopicAppend append)
    {
        Bind(_moveHead, append.TopicId, append.Epoch, append.Expected.Seq, append.Expected.Revision,
            append.Next.Seq, append.Next.Revision, Milliseconds(append.LastActivityAt));
        return _moveHead.ExecuteNonQuery() == 1;
    }

    public void Store(Message message) => Execute(_store, MessageRows.Posted, message);

    public void Change(MessageChange change)
    {
        Bind(_change.Parameters[MessageRows.Changed.Length], change.PostedFingerprint);
        Execute(_change, MessageRows.Changed, change.Message);

        var message = change.Message;
        if (change.Forgets)
        {
            Bind(_forgetEarlier, message.TopicId, message.Seq);
            _forgetEarlier.ExecuteNonQuery();
        }
        else if (change.Earlier is { } earlier)
        {
            Bind(_keepEarlier, message.TopicId, message.Seq, earlier.Revision, Milliseconds(earlier.At), earlier.Text);
            _keepEarlier.ExecuteNonQuery();
            Bind(_dropOldest, message.TopicId, message.Seq);
            _dropOldest.ExecuteNonQuery();
        }
    }

    /// <summary>Acts are rare, so theirs is not prepared.</summary>
    public void Record(AuditEntry act)
    {
        var (sql, parameters) = AuditRows.Insert(act);
        using var command = Prepare(connection, sql, parameters.Select(parameter => parameter.Name));
        command.Transaction = _moveHead.Transaction;
        for (var i = 0; i < parameters.Length; i++) Bind(command.Parameters[i], parameters[i].Value);
        command.ExecuteNonQuery();
    }

    private static void Execute(SqliteCommand command, MessageColumn[] columns, Message message)
    {
        for (var i = 0; i < columns.Length; i++) Bind(command.Parameters[i], columns[i].ValueOf(message));
        command.ExecuteNonQuery();
    }

    private static void Bind(SqliteCommand command, params ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++) Bind(command.Parameters[i], values[i]);
    }

    private static void Bind(SqliteParameter parameter, object? value) =>
        parameter.Value = value is Guid id ? id.ToString() : value ?? DBNull.Value;

    private static string[] Names(MessageColumn[] columns) => [.. columns.Select(column => column.Name)];

    private static SqliteCommand Prepare(SqliteConnection connection, string sql, IEnumerable<string> parameters)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are those above.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var parameter in parameters) command.Parameters.Add(new SqliteParameter { ParameterName = $"@{parameter}" });
        return command;
    }
}
