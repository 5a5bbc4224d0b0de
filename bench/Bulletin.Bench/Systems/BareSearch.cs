using Bulletin.Grains;
using Bulletin.Grains.Search;
using Bulletin.Grains.Storage.Postgres;
using Bulletin.Grains.Storage.Sql.Search;
using Npgsql;

namespace Bulletin.Bench.Systems;

/// <summary>Searches in Bulletin's own tables, without a server, without members of topics, and without marking what was found.</summary>
internal sealed class BareSearch : IDisposable
{
    // As many rows as the server reads for a page.
    private const int Page = 21;

    private const string Plain = """
        SELECT s.place, t.name, m.seq, m.text, m.created_at, u.username, u.display_name
        FROM message_search s
        JOIN messages m ON m.topic_id = s.topic_id AND m.seq = s.seq
        JOIN topics t ON t.id = s.topic_id
        LEFT JOIN users u ON u.id = m.author_id
        WHERE s.terms @@ CAST($1 AS tsquery)
        ORDER BY s.place DESC
        LIMIT 21
        """;

    private readonly NpgsqlDataSource source, plain;
    private readonly PostgresDatabase database;
    private readonly SqlSearchStore store;

    /// <param name="connection">The database.</param>
    public BareSearch(string connection)
    {
        source = NpgsqlDataSource.Create(PostgresConnectionString.ForRequests(connection));
        plain = NpgsqlDataSource.Create(connection + ";No Reset On Close=true;Options=-c statement_timeout=2000");
        database = new(source, TimeProvider.System);
        store = new(database, new PostgresSearchTerms(database));
    }

    /// <summary>With the statements of the server.</summary>
    public async Task Find(SearchQuery query)
    {
        try
        {
            await store.Find(QueryTranslation.Of(query)!, viewer: null, before: null, Page, CancellationToken.None);
        }
        catch (StorageUnavailableException)
        {
            // It has taken too long: so much it counts.
        }
    }

    /// <summary>With the one statement that says it, and leaves the rest to the planner.</summary>
    public async Task FindPlainly(SearchQuery query)
    {
        await using var command = plain.CreateCommand(Plain);
        command.Parameters.Add(new() { Value = TsQuery.Of(OwnTerms.Of(QueryTranslation.Of(query)!)!) });
        try
        {
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync()) reader.GetValues(new object[reader.FieldCount]);
        }
        catch (PostgresException late) when (late.SqlState == PostgresErrorCodes.QueryCanceled)
        {
            // As above.
        }
    }

    public void Dispose()
    {
        database.Dispose();
        source.Dispose();
        plain.Dispose();
    }
}
