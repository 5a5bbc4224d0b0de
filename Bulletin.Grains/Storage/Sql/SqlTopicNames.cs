using Bulletin.Grains.Names;

namespace Bulletin.Grains.Storage.Sql;

/// <summary>The index of topic names. It is written when a topic is created or renamed, and not by posts.</summary>
internal abstract class SqlTopicNames(SqlDatabase database)
{
    /// <summary>From topics <c>t</c> whose names have the terms that <c>@match</c> asks for. The index comes first, and then each topic by its id, whatever the planner
    /// expects to find. Rows are read one at a time, so a limit ends it early.</summary>
    protected abstract string Named { get; }

    /// <summary>A list of terms as the index takes it.</summary>
    protected abstract string Terms(string parameter);

    /// <summary>What a search asks for, in the engine's language.</summary>
    internal abstract string Match(NameSearch search);

    /// <summary>Adds the name of a new topic, or replaces that of a topic.</summary>
    public SqlStatement Write(Guid topicId, string name) => new(
        $"""
        INSERT INTO topic_names (topic_id, name_key, terms) VALUES (@topic, @key, {Terms("@terms")})
        ON CONFLICT (topic_id) DO UPDATE SET name_key = excluded.name_key, terms = excluded.terms WHERE topic_names.name_key <> excluded.name_key
        """,
        ("topic", topicId), ("key", NameKeys.Of(name)), ("terms", TermsOf(name)));

    /// <summary>All topics that may fit, in no order.</summary>
    /// <param name="place">The column that they are to be listed by.</param>
    /// <param name="conditions">On columns of the topics.</param>
    /// <param name="most">How many the search may look at, also of those that don't meet the conditions.</param>
    /// <returns>Null if there are more, or if nothing was typed.</returns>
    public async Task<IReadOnlyList<NamedTopic>?> Find(
        NameSearch search, string place, IEnumerable<string> conditions, int most, CancellationToken cancellationToken, params (string Name, object? Value)[] parameters)
    {
        if (search.Words.Count == 0) return null;
        var found = await database.Query(
            Finding(place, conditions), row => (Topic: NamedTopic.Read(row), Fits: row.GetInt32(3) == 1), cancellationToken,
            [("match", Match(search)), ("some", most + 1), .. parameters]);
        return found.Count > most ? null : [.. found.Where(one => one.Fits).Select(one => one.Topic)];
    }

    internal string Finding(string place, IEnumerable<string> conditions) =>
        $"SELECT t.id, {place}, t.name_key, CASE WHEN {string.Join(" AND ", conditions.DefaultIfEmpty("1 = 1"))} THEN 1 ELSE 0 END {Named} LIMIT @some";

    /// <summary>Adds names of topics that have none in the index, in one statement.</summary>
    public SqlStatement Add(IReadOnlyList<OldTopicName> topics) => new(
        $"""
        INSERT INTO topic_names (topic_id, name_key, terms)
        SELECT b.column1, b.column2, {Terms("b.column3")}
        FROM (VALUES {SqlValues.Rows(topics.Count, "topic", "key", "terms")}) b
        WHERE true
        ON CONFLICT (topic_id) DO NOTHING
        RETURNING topic_id
        """,
        SqlValues.Of(
            ("topic", topics.Select(topic => (object)topic.Id)), ("key", topics.Select(topic => topic.Key)), ("terms", topics.Select(topic => TermsOf(topic.Name)))));

    private static string TermsOf(string name) => string.Join(' ', NameTerms.Of(name));
}
