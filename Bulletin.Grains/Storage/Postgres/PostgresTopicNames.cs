using Bulletin.Grains.Names;
using Bulletin.Grains.Storage.Sql;

namespace Bulletin.Grains.Storage.Postgres;

internal sealed class PostgresTopicNames(PostgresDatabase database) : SqlTopicNames(database)
{
    // LATERAL with a limit makes each topic one probe of its key's index.
    protected override string Named => """
        FROM (WITH named AS MATERIALIZED (SELECT topic_id FROM topic_names WHERE terms @@ CAST(@match AS tsquery)) SELECT topic_id FROM named) n
        CROSS JOIN LATERAL (SELECT * FROM topics k WHERE k.id = n.topic_id LIMIT 1) t
        """;

    protected override string Terms(string parameter) => $"CAST({parameter} AS tsvector)";

    internal override string Match(NameSearch search) => string.Join(" & ", search.Terms.Select(word =>
        $"({string.Join(" | ", word.Select(terms => string.Join(" & ", terms.Select(term => $"'{term.Text}'{(term.IsPrefix ? ":*" : "")}"))))})"));
}
