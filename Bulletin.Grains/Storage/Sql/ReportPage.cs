using Bulletin.Grains.Reports;
using Bulletin.Grains.Topics.Members;

namespace Bulletin.Grains.Storage.Sql;

/// <summary>A page of reports, newest first: a range of an index, from which some are then left out.</summary>
/// <param name="Sql">After the columns. Takes <see cref="Parameters"/>, <c>@reach</c> and <c>@limit</c>.</param>
/// <param name="Place">The parameters of the range.</param>
internal sealed record ReportPage(string Sql, string Range, (string Name, object? Value)[] Place, (string Name, object? Value)[] Parameters)
{
    public static ReportPage Of(ReportQuery query, bool publicOnly)
    {
        List<string> range = [], left = [];
        List<(string, object?)> place = [], parameters = [];
        if (query.State is { } state)
        {
            range.Add("state = @state");
            place.Add(("state", (int)state));
        }
        if (query.After is { } after)
        {
            range.Add("(created_at, id) < (@at, @after)");
            place.AddRange([("at", after.Number), ("after", after.Id)]);
        }
        if (query.AssigneeId is { } assignee)
        {
            left.Add("r.assignee_id = @assignee");
            parameters.Add(("assignee", assignee));
        }
        if (publicOnly) left.Add($"t.access = {(int)Access.Public}");

        var where = Where(range);
        var sql = $"""
            FROM ({Reading("*", where)}) r
            {ReportRows.Joins}
            {Where(left)}
            ORDER BY r.created_at DESC, r.id DESC
            LIMIT @limit
            """;
        return new(sql, where, [.. place], [.. place, .. parameters]);
    }

    /// <summary>The range itself. Takes <see cref="Place"/> and <c>@reach</c>.</summary>
    public string Read(string columns) => Reading(columns, Range);

    private static string Reading(string columns, string where) =>
        $"SELECT {columns} FROM reports {where} ORDER BY created_at DESC, id DESC LIMIT @reach";

    private static string Where(List<string> conditions) => conditions.Count == 0 ? "" : $"WHERE {string.Join(" AND ", conditions)}";
}
