using Bulletin.Grains.Accounts;
using Bulletin.Grains.Storage.Sql;
using Microsoft.Extensions.DependencyInjection;

namespace Bulletin.Grains.Tests.Storage;

/// <summary>Names as version 0.1.0 has written them, by the ten thousand, on a database of their own.</summary>
public abstract class OldNamesContract(StorageFixture storage) : IAsyncLifetime
{
    private const int Many = 20_000, AtOnce = 2_000;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private SqlNameKeys Keys => storage.Services.GetRequiredService<SqlNameKeys>();

    /// <summary>All share the beginning of the username, and of a word of the display name.</summary>
    public async ValueTask InitializeAsync()
    {
        if ((await storage.People.Find("ann", 1, null, Cancel)).Items.Count > 0) return;
        for (var done = 0; done < Many; done += AtOnce)
            await WriteAsBefore([.. Enumerable.Range(done, AtOnce).Select(n => (Guid.CreateVersion7(), $"ann{n:00000}", $"Änne {n} Annson"))]);
        await Keys.FoldOld(Cancel);
        // Postgres does it by itself, sooner or later; SQLite never.
        if (storage.Options.UsesPostgres) await storage.Database.Change("ANALYZE", _ => true, Cancel);
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Names_are_found_once_they_are_folded_and_none_is_folded_twice()
    {
        Assert.Equal((0, 0), await Keys.FoldOld(Cancel));
        var (person, topic) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await WriteAsBefore((person, "elodie", "Élodie Martin"));
        await storage.Database.Change(
            """
            INSERT INTO topics (id, name, name_key, created_at, created_by, last_activity_at) VALUES (@id, 'Café', 'café', 1, @by, 1)
            RETURNING id
            """, _ => true, Cancel, ("id", topic), ("by", person));
        Assert.Empty((await storage.People.Find("martin", 10, null, Cancel)).Items);

        Assert.Equal((1, 1), await Keys.FoldOld(Cancel));

        Assert.Equal("elodie", Assert.Single((await storage.People.Find("martin", 10, null, Cancel)).Items).Username);
        Assert.Equal(topic, Assert.Single((await storage.Index.Search(null, "cafe", 10, null, Cancel)).Items).Id);
        Assert.Equal((0, 0), await Keys.FoldOld(Cancel));

        // An old silo goes on beside this one: somebody changes a name there, and somebody leaves.
        await storage.Database.Change(
            "UPDATE users SET display_name = 'Zoë', display_name_key = 'zoë' WHERE id = @id RETURNING id", _ => true, Cancel, ("id", person));
        Assert.Equal((1, 0), await Keys.FoldOld(Cancel));
        Assert.Empty((await storage.People.Find("martin", 10, null, Cancel)).Items);
        Assert.Single((await storage.People.Find("zoe", 10, null, Cancel)).Items);
        await storage.Database.Change(
            "UPDATE users SET username = 'deleted-1', username_key = 'deleted-1', display_name = 'X', display_name_key = 'x', password_hash = NULL WHERE id = @id RETURNING id",
            _ => true, Cancel, ("id", person));
        Assert.True(await storage.Users.Create(new StoredAccount(new User(Guid.CreateVersion7(), "elodie", "Other", DateTimeOffset.UnixEpoch), "hash"), audit: null, Cancel));
        Assert.Equal((1, 0), await Keys.FoldOld(Cancel));
        Assert.Equal("Other", Assert.Single((await storage.People.Find("elodie", 10, null, Cancel)).Items).DisplayName);
        Assert.Empty((await storage.People.Find("deleted-1", 10, null, Cancel)).Items);
    }

    [Theory]
    [InlineData("ann")]
    [InlineData("")]
    public async Task A_page_of_people_is_read_along_an_index_however_many_share_a_beginning(string typed)
    {
        (string, object?)[] values = typed.Length == 0 ? [("name", "")] : [("key", typed), ("name", ""), ("to", typed + "\U0010FFFF"), ("from", typed)];

        var plan = await storage.Plan(SqlPeopleIndex.PageOf(typed), [.. values, ("reach", 500), ("limit", 51)]);

        Assert.Matches(typed.Length == 0 ? "users_username_key|sqlite_autoindex_users_2" : @"user_name_keys_pkey|PRIMARY KEY \(", plan);
        Assert.DoesNotMatch(WholeTables, plan);
    }

    [Fact]
    public async Task What_is_still_to_be_folded_is_read_from_an_index_of_it()
    {
        var people = await storage.Plan(SqlNameKeys.OldPeople, ("last", Guid.Empty), ("some", 200));
        var topics = await storage.Plan(SqlNameKeys.OldTopics, ("last", Guid.Empty), ("some", 200));

        Assert.Contains("users_to_fold", people, StringComparison.Ordinal);
        Assert.DoesNotMatch(WholeTables, people + topics);
    }

    /// <summary>A hash is built of a whole table; a list without an order of its own is sorted whole.</summary>
    private const string WholeTables = @"Seq Scan on (users|user_name_keys)|Hash|AUTOMATIC|Sort Key|SCAN (users|user_name_keys|u|e)\b(?! USING)|TEMP B-TREE";

    private async Task WriteAsBefore(params (Guid Id, string Username, string DisplayName)[] people) => await storage.Database.Change(
        $"""
        INSERT INTO users (id, username, username_key, display_name, display_name_key, password_hash, created_at, changed_at)
        SELECT p.column1, p.column2, p.column2, p.column3, p.column4, 'hash', 1, 1
        FROM (VALUES {SqlValues.Rows(people.Length, "id", "username", "name", "key")}) p
        RETURNING id
        """,
        _ => true, Cancel,
        SqlValues.Of(
            ("id", people.Select(one => (object)one.Id)), ("username", people.Select(one => one.Username)),
            ("name", people.Select(one => one.DisplayName)), ("key", people.Select(one => one.DisplayName.ToLowerInvariant()))));
}

public sealed class PostgresOldNamesTests(PostgresStorage storage) : OldNamesContract(storage), IClassFixture<PostgresStorage>;

public sealed class SqliteOldNamesTests(SqliteStorage storage) : OldNamesContract(storage), IClassFixture<SqliteStorage>;
