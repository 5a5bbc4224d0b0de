using Bulletin.Grains.Directory;
using Bulletin.Grains.Names;
using Bulletin.Grains.Storage.Migrations;
using Bulletin.Grains.Storage.Sql;
using Microsoft.Extensions.DependencyInjection;

namespace Bulletin.Grains.Tests.Storage;

/// <summary>Topics by the ten thousand, from before there was an index of names, on a database of their own.</summary>
public abstract class OldTopicNamesContract(StorageFixture storage) : IAsyncLifetime
{
    private const int Many = 20_000, AtOnce = 2_000, ReadAtOnce = 1_500;

    private static readonly DateTimeOffset latest = DateTimeOffset.FromUnixTimeMilliseconds(Many);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private SqlOldTopicNames Old => new(storage.Database, storage.Names) { ReadAtOnce = ReadAtOnce };

    /// <summary>Brings the database back to before the migration, writes topics as that version does, and migrates it again.</summary>
    public async ValueTask InitializeAsync()
    {
        if ((await storage.Index.Page(null, 1, null, Cancel)).Count > 0) return;
        foreach (var undo in (string[])[
            .. storage.Options.UsesPostgres ? Array.Empty<string>() : ["DROP TABLE topic_name_terms"], "DROP TABLE topic_names",
            "DELETE FROM bulletin_migrations WHERE name = 'topic_names'"])
            await storage.Database.Change(undo, _ => true, Cancel);
        // The newest is the first of the list.
        for (var done = 0; done < Many; done += AtOnce)
            await WriteAsBefore([.. Enumerable.Range(done, AtOnce).Select(n => (Id(n), n % 2 == 0 ? $"Release notes {n}" : $"Frontend {n}", (long)n))]);
        await storage.Services.GetRequiredService<IMigrator>().Migrate(Cancel);

        // One slice, and then the process is killed.
        Assert.Equal((ReadAtOnce, Id(ReadAtOnce - 1)), await Old.AddSome(Guid.Empty, Cancel));
        Assert.Equal(Many - ReadAtOnce, await Old.Add(Cancel));
        // Postgres does it by itself, sooner or later; SQLite never.
        if (storage.Options.UsesPostgres) await storage.Database.Change("ANALYZE", _ => true, Cancel);
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Topics_of_before_are_found_wherever_they_are_in_the_list()
    {
        var oldest = await storage.Index.Search(null, "rlse 10", 10, new DirectoryCursor(DateTimeOffset.FromUnixTimeMilliseconds(50), Guid.Empty), Cancel);
        var alone = await storage.Index.Search(null, "frontend 17531", 10, null, Cancel);

        Assert.Equal([Id(10)], oldest.Items.Select(topic => topic.Id));
        Assert.Equal([Id(17531)], alone.Items.Select(topic => topic.Id));
        Assert.Null(alone.Next);
    }

    [Fact]
    public async Task What_an_earlier_version_writes_beside_this_one_is_found_after_the_next_walk()
    {
        var (created, renamed) = (Guid.CreateVersion7(), Id(77));
        Assert.Equal(0, await Old.Add(Cancel));
        await WriteAsBefore((created, "Kubernetes", 5));
        await storage.Database.Change(
            "UPDATE topics SET name = 'Postgres', name_key = 'postgres ' WHERE id = @id RETURNING id", _ => true, Cancel, ("id", renamed));
        Assert.Empty((await storage.Index.Search(null, "kbrnts", 10, null, Cancel)).Items);

        Assert.Equal(2, await Old.Add(Cancel));

        Assert.Equal(created, Assert.Single((await storage.Index.Search(null, "kbrnts", 10, null, Cancel)).Items).Id);
        Assert.Equal(renamed, Assert.Single((await storage.Index.Search(null, "pstgrs", 10, null, Cancel)).Items).Id);
        Assert.Equal(0, await Old.Add(Cancel));
    }

    [Theory]
    [InlineData("frontend 17531")]
    [InlineData("rl 9")]
    [InlineData("absent")]
    public async Task A_search_reads_the_index_of_names_and_then_each_topic_by_its_id(string typed)
    {
        foreach (var search in NameSearch.Of(typed))
        {
            var plan = await storage.Plan(
                storage.Names.Finding("t.last_activity_at", ["t.removed_at IS NULL", "t.access = 0"]), ("match", storage.Names.Match(search)), ("some", 10_001));

            Assert.Matches("topic_names_terms|SCAN x VIRTUAL TABLE INDEX", plan);
            Assert.Matches("Index Scan using topics_pkey|SEARCH t USING INDEX sqlite_autoindex_topics_1", plan);
            Assert.DoesNotMatch(@"Seq Scan|Hash|Merge|SCAN (t|n)\b", plan);
        }
    }

    [Fact]
    public async Task Topics_that_were_found_are_read_by_their_ids()
    {
        var plan = await storage.Plan(
            SqlTopicIndex.Chosen(of: null, new DirectoryCursor(latest, Guid.Empty), count: 2), ("at", (long)Many), ("id", Guid.Empty), ("topic0", Id(1)), ("topic1", Id(2)));

        Assert.Matches("topics_pkey|SEARCH t USING INDEX sqlite_autoindex_topics_1", plan);
        Assert.DoesNotMatch(@"Seq Scan|topics_by_activity|SCAN t\b", plan);
    }

    [Fact]
    public async Task A_walk_through_topics_that_the_index_has_reads_both_by_their_ids()
    {
        var plan = await storage.Plan(SqlOldTopicNames.Slice, ("last", Id(10)), ("some", 100));

        Assert.DoesNotMatch(@"Seq Scan|SCAN topics|SCAN n\b", plan);
    }

    // In order of their numbers.
    private static Guid Id(int number) => new($"00000001-0000-7000-8000-{number:x12}");

    private async Task WriteAsBefore(params (Guid Id, string Name, long At)[] topics) => await storage.Database.Change(
        $"""
        INSERT INTO topics (id, name, name_key, created_at, created_by, last_activity_at)
        SELECT t.column1, t.column2, t.column3, t.column4, t.column1, t.column4
        FROM (VALUES {SqlValues.Rows(topics.Length, "id", "name", "key", "at")}) t
        RETURNING id
        """,
        _ => true, Cancel,
        SqlValues.Of(
            ("id", topics.Select(one => (object)one.Id)), ("name", topics.Select(one => one.Name)),
            ("key", topics.Select(one => NameKeys.Of(one.Name))), ("at", topics.Select(one => (object)one.At))));
}

public sealed class PostgresOldTopicNamesTests(PostgresStorage storage) : OldTopicNamesContract(storage), IClassFixture<PostgresStorage>;

public sealed class SqliteOldTopicNamesTests(SqliteStorage storage) : OldTopicNamesContract(storage), IClassFixture<SqliteStorage>;
