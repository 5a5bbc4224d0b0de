using Bulletin.Grains.Search;
using Bulletin.Grains.Storage.Postgres;
using Bulletin.Grains.Storage.Sql.Search;

namespace Bulletin.Grains.Tests.Storage.Search;

/// <summary>The planner has no choice, however much it takes the tables to hold.</summary>
public sealed class PostgresSearchPlanTests(PostgresStorage storage) : IClassFixture<PostgresStorage>
{
    private static readonly SearchCondition kettle = new SearchCondition.Term("kettle");

    private static readonly SearchedRange everything = new(kettle, [Guid.CreateVersion7()], IsNarrow: false, Sample.Anybody, 0, long.MaxValue);

    [Theory]
    [InlineData(2)]
    [InlineData(64)]
    [InlineData(long.MaxValue)]
    public async Task Terms_are_looked_up_in_their_index_and_messages_and_topics_by_their_keys(long days)
    {
        await FillMessages();
        var (sql, parameters) = FoundRows.Of(PostgresSearchTerms.Indexed((everything with { Until = SearchPlaces.First(Sample.Noon) }).LastDays(days)), Sample.Anybody, 20);
        var plan = await storage.Plan(sql, parameters);

        Assert.Contains("message_search_public", plan, StringComparison.Ordinal);
        Assert.Contains("message_search_private", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("message_search_pkey", plan, StringComparison.Ordinal);
        Assert.Contains("messages_pkey", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("Seq Scan", plan, StringComparison.Ordinal);
    }

    [Fact]
    public void The_beginning_of_a_word_is_looked_up_and_not_only_what_may_be_read()
    {
        var begun = everything with { Condition = new SearchCondition.Term("ke", IsPrefix: true) };

        var sure = (string)PostgresSearchTerms.Indexed(begun).Parameters.Single(parameter => parameter.Name == "private").Value!;

        Assert.StartsWith("'ke':* & ", sure, StringComparison.Ordinal);
    }

    [Fact]
    public void The_beginning_of_a_word_is_not_looked_up_where_an_author_and_a_word_leave_little()
    {
        var author = OwnTerms.By(Sample.Anybody);
        var begun = new SearchCondition.Term("kettle", IsPrefix: true);

        Assert.DoesNotContain(":*", Sure(new SearchCondition.All([kettle, begun, author])), StringComparison.Ordinal);
        Assert.Contains(":*", Sure(new SearchCondition.All([begun, author])), StringComparison.Ordinal);

        string Sure(SearchCondition condition) => (string)PostgresSearchTerms.Indexed(everything with { Condition = condition, IsNarrow = true })
            .Parameters.Single(parameter => parameter.Name == "public").Value!;
    }

    [Fact]
    public void Whoever_has_no_private_topics_looks_at_nothing_private() =>
        Assert.DoesNotContain("private", PostgresSearchTerms.Indexed(everything with { Own = [] }).Parameters.Select(parameter => parameter.Name));

    [Fact]
    public async Task The_newest_messages_are_walked_in_order_of_their_places()
    {
        var (sql, parameters) = FoundRows.Of(PostgresSearchTerms.Newest(everything, kettle), Sample.Anybody, 20);
        var plan = await storage.PlanByIndexes(sql, parameters);

        Assert.Contains("Index Scan Backward using message_search_pkey", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("Seq Scan", plan, StringComparison.Ordinal);
    }

    /// <summary>To Postgres 17 and later, each index that begins with the topic is equally good for an empty table.</summary>
    private async Task FillMessages()
    {
        await storage.Database.Change(
            """
            INSERT INTO messages (topic_id, seq, revision, author_id, client_id, created_at, text)
            SELECT @topic, n, n, @author, gen_random_uuid(), n, 'kettle' FROM generate_series(1, 2000) n
            RETURNING seq
            """,
            _ => true, TestContext.Current.CancellationToken, ("topic", Guid.CreateVersion7()), ("author", Sample.Anybody));
        await storage.Database.Change("ANALYZE messages", _ => true, TestContext.Current.CancellationToken);
    }
}
