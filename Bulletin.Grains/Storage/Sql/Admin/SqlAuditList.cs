using System.Data.Common;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Administration;
using Bulletin.Grains.Audit;
using static Bulletin.Grains.Storage.Sql.Rows;

namespace Bulletin.Grains.Storage.Sql.Admin;

/// <summary>The audit log, newest first: all of it, or what one person did, or what was done to one target.</summary>
internal sealed class SqlAuditList(SqlDatabase database, int reach)
{
    private const string Columns =
        "a.id, a.at, a.actor_id, a.action, a.target_kind, a.target_id, a.target_seq, a.target_name, a.before, a.after, a.address, a.trace_id";

    public async Task<ListPage<ListedAct>> Page(AuditQuery query, CancellationToken cancellationToken)
    {
        IndexWalk<AuditEntry> walk = new(
            database, (after, some) => After(query, after, some), row => (Entry(row), new(Text: null, row.GetInt64(1), row.GetGuid(0))))
        {
            Reach = reach,
            Filter = Filter(query),
        };
        var page = await walk.Page(query.After, query.Limit, cancellationToken);
        var people = await new SqlPeopleIndex(database).ByIds([.. page.Items.Select(entry => entry.ActorId).OfType<Guid>().Distinct()], cancellationToken);
        var actors = people.ToDictionary(person => person.Id);
        return new([.. page.Items.Select(entry => new ListedAct(entry, ActorOf(entry)))], page.Next);

        User? ActorOf(AuditEntry entry) => entry.ActorId is { } id ? actors.GetValueOrDefault(id) ?? new User(id, "", "", DateTimeOffset.UnixEpoch) : null;
    }

    private static SqlStatement After(AuditQuery query, ListPlace? after, int some)
    {
        var to = Milliseconds(query.To) ?? long.MaxValue;
        var (at, id) = after is not null && after.Number < to ? (after.Number, after.Id) : (to, Guid.Empty);
        // A whole index is compared and ordered by, also where its first column has one value: no other index can serve that.
        var (key, who) = query switch
        {
            { TargetId: { } target } => ("a.target_id", target),
            { ActorId: { } actor } => ("a.actor_id", actor),
            _ => ("", Guid.Empty),
        };
        return key.Length == 0
            ? new(
                $"SELECT {Columns} FROM audit_log a WHERE a.at >= @from AND (a.at, a.id) < (@at, @id) ORDER BY a.at DESC, a.id DESC LIMIT @some",
                ("from", From(query)), ("at", at), ("id", id), ("some", some))
            : new(
                $"""
                SELECT {Columns}
                FROM audit_log a
                WHERE ({key}, a.at) >= (@who, @from) AND ({key}, a.at, a.id) < (@who, @at, @id)
                ORDER BY {key} DESC, a.at DESC, a.id DESC
                LIMIT @some
                """,
                ("who", who), ("from", From(query)), ("at", at), ("id", id), ("some", some));
    }

    private static long From(AuditQuery query) => Milliseconds(query.From) ?? 0;

    private static SqlFilter? Filter(AuditQuery query)
    {
        List<string> conditions = [];
        List<(string, object?)> parameters = [];
        if (query is { ActorId: { } actor, TargetId: not null })
        {
            conditions.Add("actor_id = @actor");
            parameters.Add(("actor", actor));
        }
        if (query.Action is { } action)
        {
            conditions.Add(@"(action = @action OR action LIKE @part ESCAPE '\')");
            parameters.AddRange([("action", action), ("part", $"{LikePattern.Escape(action)}.%")]);
        }
        return conditions.Count == 0 ? null : new("at DESC, id DESC", conditions, [.. parameters]);
    }

    private static AuditEntry Entry(DbDataReader row) => new(
        row.GetGuid(0),
        Time(row, 1),
        row.IsDBNull(2) ? null : row.GetGuid(2),
        row.GetString(3),
        new AuditTarget(row.GetString(4), row.GetGuid(5), row.IsDBNull(6) ? null : row.GetInt64(6), row.GetString(7)),
        Text(row, 8), Text(row, 9), Text(row, 10), Text(row, 11));

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
