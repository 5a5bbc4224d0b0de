using Bulletin.Grains.Audit;

namespace Bulletin.Grains.Storage.Sql;

/// <summary>The rows of the audit log.</summary>
internal static class AuditRows
{
    /// <summary>Writes an entry: for the transaction of the act that it is about.</summary>
    public static SqlStatement Insert(AuditEntry entry)
    {
        NullableId actor = new("actor", entry.ActorId), author = new("author", entry.Target.AuthorId);
        return new(
            $"""
            INSERT INTO audit_log (id, at, actor_id, action, target_kind, target_id, target_seq, target_name, author_id, before, after, address, trace_id)
            VALUES (@id, @at, {actor}, @action, @kind, @target, CAST(@seq AS bigint), @name, {author}, @before, @after, @address, @trace)
            """,
            [
                ("id", entry.Id),
                ("at", Rows.Milliseconds(entry.At)),
                .. actor.Parameters,
                ("action", entry.Action),
                ("kind", entry.Target.Kind),
                ("target", entry.Target.Id),
                ("seq", entry.Target.Seq),
                ("name", entry.Target.Name),
                .. author.Parameters,
                ("before", entry.Before),
                ("after", entry.After),
                ("address", entry.Address),
                ("trace", entry.TraceId),
            ]);
    }

    /// <summary>The same as a condition, which has to return a row.</summary>
    public static SqlStatement Returning(AuditEntry entry)
    {
        var insert = Insert(entry);
        return insert with { Sql = insert.Sql + "\nRETURNING id" };
    }

    /// <summary>The same for an act that is not always audited: no statement if there is no entry.</summary>
    public static IEnumerable<SqlStatement> InsertAny(AuditEntry? entry) => entry is null ? [] : [Insert(entry)];
}
