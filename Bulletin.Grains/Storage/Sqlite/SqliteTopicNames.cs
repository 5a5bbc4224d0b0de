using Bulletin.Grains.Names;
using Bulletin.Grains.Storage.Sql;

namespace Bulletin.Grains.Storage.Sqlite;

internal sealed class SqliteTopicNames(SqliteDatabase database) : SqlTopicNames(database)
{
    // CROSS JOIN: in this order, and never the other way round.
    protected override string Named => """
        FROM topic_name_terms x CROSS JOIN topic_names n CROSS JOIN topics t
        WHERE x.topic_name_terms MATCH @match AND n.place = x.rowid AND t.id = n.topic_id
        """;

    protected override string Terms(string parameter) => parameter;

    internal override string Match(NameSearch search) => string.Join(" AND ", search.Terms.Select(word =>
        $"({string.Join(" OR ", word.Select(terms => $"({string.Join(" AND ", terms.Select(term => $"\"{term.Text}\"{(term.IsPrefix ? " *" : "")}"))})"))})"));
}
