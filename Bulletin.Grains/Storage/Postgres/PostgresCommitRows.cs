using Bulletin.Grains.Topics;
using Npgsql;
using NpgsqlTypes;
using static Bulletin.Grains.Storage.Sql.Rows;

namespace Bulletin.Grains.Storage.Postgres;

/// <summary>A batch as columns: one array a parameter, as <see cref="PostgresCommitSql"/> takes them.</summary>
internal sealed class PostgresCommitRows
{
    private readonly Guid[] _topic;
    private readonly long[] _epoch, _seq, _revision, _nextSeq, _nextRevision, _activity;
    private readonly Guid[] _postTopic, _postClient, _postAuthor;
    private readonly long[] _postSeq, _postRevision, _postCreated;
    private readonly string?[] _postText;
    private readonly long?[] _postReply;
    private readonly Guid[] _changeTopic;
    private readonly long[] _changeSeq, _changeRevision;
    private readonly string?[] _changeText;
    private readonly long?[] _changeEdited, _changeDeleted;
    private readonly byte[]?[] _changeFingerprint;

    public PostgresCommitRows(IReadOnlyList<TopicAppend> batch)
    {
        var (appends, posts, changes) = (batch.Count, 0, 0);
        foreach (var append in batch)
        {
            posts += append.Posted.Count;
            changes += append.Changed.Count;
        }

        _topic = new Guid[appends];
        (_epoch, _seq, _revision) = (new long[appends], new long[appends], new long[appends]);
        (_nextSeq, _nextRevision, _activity) = (new long[appends], new long[appends], new long[appends]);
        (_postTopic, _postClient, _postAuthor) = (new Guid[posts], new Guid[posts], new Guid[posts]);
        (_postSeq, _postRevision, _postCreated) = (new long[posts], new long[posts], new long[posts]);
        (_postText, _postReply) = (new string?[posts], new long?[posts]);
        (_changeTopic, _changeSeq, _changeRevision) = (new Guid[changes], new long[changes], new long[changes]);
        (_changeText, _changeFingerprint) = (new string?[changes], new byte[]?[changes]);
        (_changeEdited, _changeDeleted) = (new long?[changes], new long?[changes]);
        Fill(batch);
    }

    public bool HasChanges => _changeTopic.Length > 0;

    public void Bind(NpgsqlParameterCollection parameters)
    {
        Add(_topic, NpgsqlDbType.Uuid);
        Add(_epoch, NpgsqlDbType.Bigint);
        Add(_seq, NpgsqlDbType.Bigint);
        Add(_revision, NpgsqlDbType.Bigint);
        Add(_nextSeq, NpgsqlDbType.Bigint);
        Add(_nextRevision, NpgsqlDbType.Bigint);
        Add(_activity, NpgsqlDbType.Bigint);

        Add(_postTopic, NpgsqlDbType.Uuid);
        Add(_postSeq, NpgsqlDbType.Bigint);
        Add(_postRevision, NpgsqlDbType.Bigint);
        Add(_postClient, NpgsqlDbType.Uuid);
        Add(_postAuthor, NpgsqlDbType.Uuid);
        Add(_postText, NpgsqlDbType.Text);
        Add(_postReply, NpgsqlDbType.Bigint);
        Add(_postCreated, NpgsqlDbType.Bigint);
        if (!HasChanges) return;

        Add(_changeTopic, NpgsqlDbType.Uuid);
        Add(_changeSeq, NpgsqlDbType.Bigint);
        Add(_changeRevision, NpgsqlDbType.Bigint);
        Add(_changeText, NpgsqlDbType.Text);
        Add(_changeEdited, NpgsqlDbType.Bigint);
        Add(_changeDeleted, NpgsqlDbType.Bigint);
        Add(_changeFingerprint, NpgsqlDbType.Bytea);

        void Add<T>(T values, NpgsqlDbType type) =>
            parameters.Add(new NpgsqlParameter<T> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type });
    }

    private void Fill(IReadOnlyList<TopicAppend> batch)
    {
        // Ids compare here as they do there.
        var sorted = batch.ToArray();
        Array.Sort(sorted, static (a, b) => a.TopicId.CompareTo(b.TopicId));
        var (post, change) = (0, 0);
        for (var i = 0; i < sorted.Length; i++)
        {
            var append = sorted[i];
            _topic[i] = append.TopicId;
            _epoch[i] = append.Epoch;
            (_seq[i], _revision[i]) = (append.Expected.Seq, append.Expected.Revision);
            (_nextSeq[i], _nextRevision[i]) = (append.Next.Seq, append.Next.Revision);
            _activity[i] = Milliseconds(append.LastActivityAt);
            foreach (var message in append.Posted) FillPost(post++, append.TopicId, message);
            foreach (var changed in append.Changed) FillChange(change++, append.TopicId, changed);
        }
    }

    private void FillPost(int at, Guid topicId, Message message)
    {
        _postTopic[at] = topicId;
        (_postSeq[at], _postRevision[at]) = (message.Seq, message.Revision);
        (_postClient[at], _postAuthor[at]) = (message.ClientId, message.Author.Id);
        (_postText[at], _postReply[at]) = (message.Text, message.ReplyTo);
        _postCreated[at] = Milliseconds(message.CreatedAt);
    }

    private void FillChange(int at, Guid topicId, MessageChange change)
    {
        var message = change.Message;
        _changeTopic[at] = topicId;
        (_changeSeq[at], _changeRevision[at]) = (message.Seq, message.Revision);
        (_changeText[at], _changeFingerprint[at]) = (message.Text, change.PostedFingerprint);
        _changeEdited[at] = message.EditedAt is { } edited ? Milliseconds(edited) : null;
        _changeDeleted[at] = message.DeletedAt is { } deleted ? Milliseconds(deleted) : null;
    }
}
