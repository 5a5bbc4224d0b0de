using Bulletin.Grains.Audit;
using Bulletin.Grains.Storage.Sql;
using Bulletin.Grains.Topics;
using Npgsql;
using static Bulletin.Grains.Storage.Sql.Rows;

namespace Bulletin.Grains.Storage.Postgres;

/// <summary>A batch as columns: one array a parameter, as <see cref="PostgresCommitSql"/> takes them.</summary>
internal sealed class PostgresCommitRows
{
    private readonly TopicAppend[] _appends;
    private readonly Message[] _posted;
    private readonly MessageChange[] _changed;
    private readonly (Message Message, EarlierText Text)[] _earlier;
    private readonly Message[] _forgetful;
    private readonly (Guid TopicId, AuditEntry Entry)[] _acts;

    public PostgresCommitRows(IReadOnlyList<TopicAppend> batch)
    {
        // Ids compare here as they do there.
        _appends = [.. batch];
        Array.Sort(_appends, static (a, b) => a.TopicId.CompareTo(b.TopicId));
        _posted = [.. _appends.SelectMany(append => append.Posted)];
        _changed = [.. _appends.SelectMany(append => append.Changed)];
        _earlier = [.. _changed.Where(change => change.Earlier is not null && !change.Forgets).Select(change => (change.Message, change.Earlier!))];
        _forgetful = [.. _changed.Where(change => change.Forgets).Select(change => change.Message)];
        _acts = [.. _appends.SelectMany(append => append.Acts, (append, act) => (append.TopicId, act))];
        HasRecords = _earlier.Length > 0 || _acts.Length > 0 || _forgetful.Length > 0;
    }

    public bool HasChanges => _changed.Length > 0;

    /// <summary>Whether an earlier text is kept or deleted, or something is audited.</summary>
    public bool HasRecords { get; }

    public void Bind(NpgsqlParameterCollection parameters)
    {
        AddEach(_appends, append => append.TopicId);
        AddEach(_appends, append => append.Epoch);
        AddEach(_appends, append => append.Expected.Seq);
        AddEach(_appends, append => append.Expected.Revision);
        AddEach(_appends, append => append.Next.Seq);
        AddEach(_appends, append => append.Next.Revision);
        AddEach(_appends, append => Milliseconds(append.LastActivityAt));

        foreach (var column in MessageRows.Posted) parameters.Add(column.ArrayOf(_posted));
        if (!HasChanges && !HasRecords) return;

        var messages = Array.ConvertAll(_changed, change => change.Message);
        foreach (var column in MessageRows.Changed) parameters.Add(column.ArrayOf(messages));
        AddEach(_changed, change => change.PostedFingerprint);
        if (!HasRecords) return;

        AddEach(_earlier, kept => kept.Message.TopicId);
        AddEach(_earlier, kept => kept.Message.Seq);
        AddEach(_earlier, kept => kept.Text.Revision);
        AddEach(_earlier, kept => Milliseconds(kept.Text.At));
        AddEach(_earlier, kept => kept.Text.Text);
        AddEach(_forgetful, message => message.TopicId);
        AddEach(_forgetful, message => message.Seq);

        AddEach(_acts, act => act.TopicId);
        AddEach(_acts, act => act.Entry.Id);
        AddEach(_acts, act => Milliseconds(act.Entry.At));
        AddEach(_acts, act => act.Entry.ActorId);
        AddEach(_acts, act => act.Entry.Action);
        AddEach(_acts, act => act.Entry.Target.Kind);
        AddEach(_acts, act => act.Entry.Target.Id);
        AddEach(_acts, act => act.Entry.Target.Seq);
        AddEach(_acts, act => act.Entry.Target.Name);
        AddEach(_acts, act => act.Entry.Target.AuthorId);
        AddEach(_acts, act => act.Entry.Before);
        AddEach(_acts, act => act.Entry.After);
        AddEach(_acts, act => act.Entry.Address);
        AddEach(_acts, act => act.Entry.TraceId);

        void AddEach<TRow, T>(TRow[] rows, Converter<TRow, T> value) =>
            parameters.Add(new NpgsqlParameter<T[]> { TypedValue = Array.ConvertAll(rows, value) });
    }
}
