using Bulletin.Grains.Administration;
using Bulletin.Grains.Names;
using Bulletin.Grains.Topics.Members;

namespace Bulletin.Grains.Storage.Sql.Admin;

/// <summary>All topics in the order of a query, from a place on. Those of one creator are ordered by their creation, also when their activity is asked for.</summary>
/// <param name="search">What their names have to fit.</param>
internal sealed class TopicOrders(TopicQuery query, NameSearch search)
{
    private const string
        Removed = "t.removed_at IS NOT NULL",
        Public = "t.removed_at IS NULL AND t.access = 0",
        Private = "t.removed_at IS NULL AND t.access > 0",
        Locked = "t.removed_at IS NULL AND t.locked",
        Resolved = "t.removed_at IS NULL AND t.resolved_at IS NOT NULL";

    private bool IsOldestFirst => query.Order == TopicOrder.Created;

    private string Direction => IsOldestFirst ? "" : "DESC";

    /// <summary>The column of a topic's place in the list.</summary>
    public string PlaceColumn => query is { CreatorId: null, Order: TopicOrder.Activity } ? "t.last_activity_at" : "t.created_at";

    /// <summary>What the walk is filtered by. Of names, that they have the letters that were typed, which <see cref="NameSearch.Fits"/> makes exact.</summary>
    public SqlFilter? Filter
    {
        get
        {
            var letters = search.Words.Select((word, at) => ($"word{at}", (object?)Pattern(word))).ToArray();
            List<string> conditions = [.. Conditions, .. letters.Select(word => $@"name_key LIKE @{word.Item1} ESCAPE '\'")];
            return conditions.Count == 0 ? null : new($"place {Direction}, id {Direction}", conditions, letters);
        }
    }

    /// <summary>What topics are filtered by, apart from their names and their creator.</summary>
    private IEnumerable<string> Conditions
    {
        get
        {
            if (query.Access is { } access) yield return $"access = {(int)access}";
            if (query.State is { } state)
                yield return state switch
                {
                    TopicState.Removed => "removed_at IS NOT NULL",
                    TopicState.Locked => "removed_at IS NULL AND locked",
                    TopicState.Resolved => "removed_at IS NULL AND resolved_at IS NOT NULL",
                    _ => "removed_at IS NULL AND NOT locked AND resolved_at IS NULL",
                };
        }
    }

    /// <summary>All topics that may fit, from the index of names, in no order. Null if there are more than that, or if nothing was typed.</summary>
    public Task<IReadOnlyList<NamedTopic>?> Named(SqlTopicNames names, int most, CancellationToken cancellationToken) => names.Find(
        search, PlaceColumn, query.CreatorId is null ? Conditions : [.. Conditions, "created_by = @creator"], most, cancellationToken, OfCreator());

    /// <summary>Those of the topics that come after the place of the query, in its order.</summary>
    public IEnumerable<NamedTopic> After(IEnumerable<NamedTopic> topics)
    {
        var sorted = IsOldestFirst ? topics.OrderBy(topic => (topic.Place, topic.Id)) : topics.OrderByDescending(topic => (topic.Place, topic.Id));
        return query.After is not { } after ? sorted
            : sorted.Where(topic => (topic.Place, topic.Id).CompareTo((after.Number, after.Id)) is var order && (IsOldestFirst ? order > 0 : order < 0));
    }

    /// <summary>At most so many topics after a place: id, key of the order, and what they are filtered by.</summary>
    public SqlStatement After(ListPlace? after, int some) => new(
        query switch
        {
            { CreatorId: not null } => OfCreator(after),
            { Order: TopicOrder.Activity } => ByActivity(after),
            _ => ByCreation(after),
        },
        [
            ("some", some),
            .. OfCreator(),
            .. after is not null ? Values(("at", after.Number), ("id", after.Id)) : [],
        ]);

    /// <remarks>No index has them all. Each topic is in one of the first three.</remarks>
    private string ByActivity(ListPlace? after)
    {
        string[] ranges = query switch
        {
            { State: TopicState.Removed } => [Removed],
            { State: TopicState.Locked } => [Locked],
            { State: TopicState.Resolved } => [Resolved],
            { State: not null, Access: Access.Public } => [Public],
            { State: not null, Access: not null } => [Private],
            { State: not null } => [Public, Private],
            { Access: Access.Public } => [Public, Removed],
            { Access: not null } => [Private, Removed],
            _ => [Public, Private, Removed],
        };
        var parts = ranges.Select((range, at) => $"""
            SELECT * FROM (
              SELECT {Columns("t.last_activity_at")}
              FROM topics t
              WHERE {range} {(after is null ? "" : "AND (t.last_activity_at, t.id) < (@at, @id)")}
              ORDER BY t.last_activity_at DESC, t.id DESC
              LIMIT @some
            ) range{at}
            """);
        return $"SELECT * FROM ({string.Join("\nUNION ALL\n", parts)}) t ORDER BY place DESC, id DESC LIMIT @some";
    }

    private string ByCreation(ListPlace? after) => $"""
        SELECT {Columns("t.created_at")}
        FROM topics t
        {(after is null ? "" : $"WHERE {Beyond}")}
        ORDER BY t.created_at {Direction}, t.id {Direction}
        LIMIT @some
        """;

    // A range, where an equality would do: no plan but the index by creator. For somebody who created a tenth of all topics, long ago, the planner
    // would otherwise walk past all the newer ones of others.
    private string OfCreator(ListPlace? after) => $"""
        SELECT {Columns("t.created_at")}
        FROM topics t
        WHERE t.created_by >= @creator AND t.created_by <= @creator {(after is null ? "" : $"AND {Beyond}")}
        ORDER BY t.created_by {(IsOldestFirst ? "DESC" : "")}, t.created_at {Direction}, t.id {Direction}
        LIMIT @some
        """;

    private (string, object?)[] OfCreator() => query.CreatorId is { } creator ? [("creator", creator)] : [];

    private string Pattern(string word) =>
        $"%{(search.IsLoose ? string.Join('%', word.EnumerateRunes().Select(letter => LikePattern.Escape(letter.ToString()))) : LikePattern.Escape(word))}%";

    private string Beyond => $"(t.created_at, t.id) {(IsOldestFirst ? ">" : "<")} (@at, @id)";

    private static string Columns(string place) => $"t.id, {place} AS place, t.name_key, t.access, t.locked, t.resolved_at, t.removed_at";

    private static (string, object?)[] Values(params (string, object?)[] values) => values;
}
