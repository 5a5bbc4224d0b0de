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

    public PostgresCommitRows(IReadOnlyList<TopicAppend> batch)
    {
        // Ids compare here as they do there.
        _appends = [.. batch];
        Array.Sort(_appends, static (a, b) => a.TopicId.CompareTo(b.TopicId));
        _posted = [.. _appends.SelectMany(append => append.Posted)];
        _changed = [.. _appends.SelectMany(append => append.Changed)];
    }

    public bool HasChanges => _changed.Length > 0;

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
        if (!HasChanges) return;

        var messages = Array.ConvertAll(_changed, change => change.Message);
        foreach (var column in MessageRows.Changed) parameters.Add(column.ArrayOf(messages));
        AddEach(_changed, change => change.PostedFingerprint);

        void AddEach<TRow, T>(TRow[] rows, Converter<TRow, T> value) =>
            parameters.Add(new NpgsqlParameter<T[]> { TypedValue = Array.ConvertAll(rows, value) });
    }
}
