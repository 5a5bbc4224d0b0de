using Bulletin.Grains.Storage.Migrations;
using Bulletin.Grains.Storage.Sql;
using Microsoft.Extensions.DependencyInjection;

namespace Bulletin.Grains.Tests.Storage;

public abstract partial class StorageContract
{
    [Fact]
    public async Task Migrations_repeat_without_effect()
    {
        var topic = await NewTopic(await NewUser());

        await storage.Services.GetRequiredService<IMigrator>().Migrate(Cancel);

        Assert.Equal(topic, (await Load(topic.Id)).Topic);
    }

    [Fact]
    public async Task Many_may_migrate_an_empty_database_at_once()
    {
        await using var empty = await storage.Empty();
        var migrators = empty.Migrators(8);

        await Task.WhenAll(migrators.Select(migrator => Task.Run(() => migrator.Migrate(Cancel), Cancel)));

        Assert.Equal(MigrationScript.Of(empty.Engine).Count, await empty.CountMigrations(Cancel));
    }

    [Fact]
    public async Task A_program_works_on_a_newer_database_that_is_compatible_with_it()
    {
        await using var database = await Migrated();
        await database.Run(Later(compatibleFrom: LastOf(database)), Cancel);

        await database.Migrate(Cancel);
    }

    [Fact]
    public async Task A_program_refuses_a_database_that_is_too_new_for_it()
    {
        await using var database = await Migrated();
        await database.Run(Later(compatibleFrom: LastOf(database) + 1), Cancel);

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => database.Migrate(Cancel));

        Assert.Contains("too new for this program: it has migration 900 (later)", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_refuses_a_newer_database_that_does_not_say_who_is_compatible()
    {
        await using var database = await Migrated();
        await database.Run("INSERT INTO bulletin_migrations (number, name, applied_at) VALUES (900, 'later', 0)", Cancel);

        await Assert.ThrowsAsync<InvalidOperationException>(() => database.Migrate(Cancel));
    }

    [Fact]
    public async Task A_database_of_version_0_1_0_is_brought_up_to_date()
    {
        await using var database = await Migrated();
        await database.Run("ALTER TABLE bulletin_migrations DROP COLUMN compatible_from", Cancel);
        await database.Migrate(Cancel);

        await database.Run("DROP INDEX users_by_change", Cancel);
        await database.Run("DELETE FROM bulletin_migrations WHERE name = 'changed_users'", Cancel);
        await database.Migrate(Cancel);

        Assert.NotNull(await database.Run("SELECT compatible_from FROM bulletin_migrations WHERE name = 'changed_users'", Cancel));
    }

    [Fact]
    public async Task Fingerprints_that_deleted_messages_left_are_cleared_by_a_migration()
    {
        await using var database = await Migrated();
        await database.Run("DELETE FROM bulletin_migrations WHERE name = 'removed_topics'", Cancel);
        await database.Run("DROP INDEX topics_to_empty", Cancel);
        await database.Run("ALTER TABLE topics DROP COLUMN emptied_at", Cancel);
        var (id, hash) = (Guid.CreateVersion7(), database.Engine == "Postgres" ? "'\\x01'::bytea" : "x'01'");
        foreach (var (seq, deleted, text) in new[] { (1, "5", "NULL"), (2, "NULL", "'edited'") })
            await database.Run(
                $"""
                INSERT INTO messages (topic_id, seq, revision, client_id, author_id, created_at, deleted_at, posted_fingerprint, text)
                VALUES ('{id}', {seq}, {seq}, '{Guid.CreateVersion7()}', '{id}', 1, {deleted}, {hash}, {text})
                """, Cancel);

        await database.Migrate(Cancel);

        Assert.Equal(2L, Convert.ToInt64(await database.Run("SELECT min(seq) FROM messages WHERE posted_fingerprint IS NOT NULL", Cancel), null));
    }

    [Fact]
    public async Task Topics_of_before_are_public_to_everybody_after_a_migration()
    {
        await using var database = await Migrated();
        await database.Run("DELETE FROM bulletin_migrations WHERE name = 'private_topics'", Cancel);
        foreach (var undo in (string[])["DROP TABLE topic_members", "DROP TABLE topic_expelled", "DROP TABLE topic_invitations", "DROP INDEX topics_by_activity", "DROP INDEX topics_private_by_activity", "DROP INDEX topics_locked", "DROP INDEX topics_resolved"])
            await database.Run(undo, Cancel);
        foreach (var column in (string[])["access", "members_version", "locked", "resolved_at"])
            await database.Run($"ALTER TABLE topics DROP COLUMN {column}", Cancel);
        await database.Run("CREATE INDEX topics_by_activity ON topics (last_activity_at DESC, id DESC) WHERE removed_at IS NULL", Cancel);
        var id = Guid.CreateVersion7();
        await database.Run(
            $"INSERT INTO topics (id, name, name_key, created_at, created_by, last_activity_at) VALUES ('{id}', 'Tea', 'tea ', 1, '{id}', 1)", Cancel);

        await database.Migrate(Cancel);

        Assert.Equal(1L, Convert.ToInt64(await database.Run(
            "SELECT count(*) FROM topics WHERE access = 0 AND members_version = 0 AND NOT locked AND resolved_at IS NULL", Cancel), null));
        Assert.Equal(0L, Convert.ToInt64(await database.Run("SELECT count(*) FROM topic_members", Cancel), null));
    }

    [Fact]
    public async Task Moderators_of_before_keep_their_role_and_the_settings_are_the_default_after_a_migration()
    {
        await using var database = await Migrated();
        await UndoAdministration(database);
        foreach (var (name, isModerator) in new[] { ("ada", "true"), ("bob", "false") })
            await database.Run(
                $"""
                INSERT INTO users (id, username, username_key, display_name, display_name_key, is_moderator, created_at, changed_at)
                VALUES ('{Guid.CreateVersion7()}', '{name}', '{name}', '{name}', '{name} ', {isModerator}, 1, 1)
                """, Cancel);

        await database.Migrate(Cancel);

        Assert.Equal("ada", await database.Run("SELECT max(username) FROM users WHERE role = 1 AND suspended_at IS NULL", Cancel));
        Assert.Equal("bob", await database.Run("SELECT max(username) FROM users WHERE role = 0 AND last_seen_at IS NULL", Cancel));
        Assert.Equal(1L, Convert.ToInt64(await database.Run(
            """
            SELECT count(*) FROM site_settings
            WHERE version = 0 AND name = 'Bulletin' AND registration = 0 AND keeps_history AND retention_days IS NULL AND removed_topic_days = 7
            """, Cancel), null));
    }

    /// <summary>Brings the schema back to what it was before the migration of that name.</summary>
    private static async Task UndoAdministration(EmptyDatabase database)
    {
        await database.Run("DELETE FROM bulletin_migrations WHERE name = 'administration'", Cancel);
        foreach (var table in (string[])["password_resets", "message_texts", "site_settings", "audit_log", "reports"])
            await database.Run($"DROP TABLE {table}", Cancel);
        if (database.Engine == "Postgres") await database.Run("DROP FUNCTION audit_log_is_append_only", Cancel);
        foreach (var index in (string[])[
            "users_by_creation", "users_by_last_seen", "users_staff", "users_purging", "users_suspended_by_name", "users_suspended_by_creation", "users_suspended_by_last_seen",
            "users_closed_by_name", "users_closed_by_creation", "users_closed_by_last_seen", "topics_by_creation", "topics_private_by_activity",
            "topics_by_creator", "topics_removed", "topics_locked", "topics_resolved", "topics_retained"])
            await database.Run($"DROP INDEX {index}", Cancel);
        foreach (var column in (string[])["role", "suspended_at", "suspended_until", "suspended_reason", "last_seen_at", "purging_at"])
            await database.Run($"ALTER TABLE users DROP COLUMN {column}", Cancel);
        foreach (var column in (string[])["retention_days", "expired_seq", "emptying_at"])
            await database.Run($"ALTER TABLE topics DROP COLUMN {column}", Cancel);
    }

    [Fact]
    public async Task A_version_that_knows_no_private_topics_refuses_a_database_that_may_have_some()
    {
        await using var database = await Migrated();
        var scripts = MigrationScript.Of(database.Engine);
        var added = scripts.Single(script => script.Name == "private_topics");

        Assert.Throws<InvalidOperationException>(() => MigrationRecord.RequireCompatible(
            [.. scripts.Where(script => script.Number < added.Number)], [new(added.Number, added.Name, added.CompatibleFrom)]));
    }

    [Fact]
    public async Task A_lost_record_of_a_migration_is_said_in_a_sentence()
    {
        await using var database = await Migrated();
        await database.Run("DELETE FROM bulletin_migrations WHERE number = 1", Cancel);

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => database.Migrate(Cancel));

        Assert.Contains("already exists", refused.Message, StringComparison.Ordinal);
        Assert.Contains("bulletin_migrations", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_migration_is_compatible_from_where_it_says_and_otherwise_from_where_the_one_before_is()
    {
        var scripts = MigrationScript.InOrder(
            [("004_more", "-- Adds.\nSELECT 1"), ("003_less", "-- Compatible from 2: it reads what goes.\nSELECT 1"), ("001_tables", "SELECT 1"), ("002_more", "SELECT 1")]);

        Assert.Equal([(1, 1), (2, 1), (3, 2), (4, 2)], scripts.Select(script => (script.Number, script.CompatibleFrom)));
    }

    private async Task<EmptyDatabase> Migrated()
    {
        var database = await storage.Empty();
        await database.Migrate(Cancel);
        return database;
    }

    private static int LastOf(EmptyDatabase database) => MigrationScript.Of(database.Engine)[^1].Number;

    private static string Later(int compatibleFrom) =>
        $"INSERT INTO bulletin_migrations (number, name, applied_at, compatible_from) VALUES (900, 'later', 0, {compatibleFrom})";

    [Fact]
    public async Task Storage_that_is_there_says_so() =>
        await storage.Services.GetRequiredService<SqlDatabase>().Check(Cancel);
}
