using Bulletin.Grains.Accounts;
using Bulletin.Grains.Storage;
using Bulletin.Grains.Storage.Migrations;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Members;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Bulletin.Grains.Tests.Storage;

/// <summary>A database whose tables belong to another role than the one that silos sign in as.</summary>
public sealed class PostgresRoleTests(SharedPostgres server) : IAsyncLifetime
{
    private readonly string _role = $"bulletin_{Guid.CreateVersion7():n}";
    private string _owner = "";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _owner = await server.NewDatabase();
        await PostgresServer.Execute(_owner, $"CREATE ROLE {_role} LOGIN PASSWORD 'only-here'; ALTER DEFAULT PRIVILEGES GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {_role}");
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await PostgresServer.Execute(_owner, $"DROP OWNED BY {_role}; DROP ROLE {_role}");
    }

    [Fact]
    public async Task A_role_that_may_not_make_tables_finds_them_made_and_writes_to_them()
    {
        var user = new NpgsqlConnectionStringBuilder(_owner) { Username = _role, Password = "only-here" }.ConnectionString;
        var refused = await Assert.ThrowsAsync<PostgresException>(() => PostgresServer.Execute(user, "CREATE TABLE mine (n integer)"));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        await using (var migration = Host(_owner)) await migration.MigrateBulletinStorage(Cancel);

        await using var silo = Host(user);
        await silo.MigrateBulletinStorage(Cancel);

        var at = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        var topic = new Topic(Guid.CreateVersion7(), "Tea", null, at, new User(Guid.CreateVersion7(), "ada", "Ada", at), at, 0, 0, null);
        await silo.GetRequiredService<ITopicStore>().Create(topic, TopicMembers.Everybody, Cancel);
        Assert.NotNull(await silo.GetRequiredService<IMessageLog>().Claim(topic.Id, Cancel));
    }

    [Fact]
    public async Task A_role_that_may_not_make_tables_says_who_has_to_bring_an_old_schema_up_to_date()
    {
        await using (var migration = Host(_owner)) await migration.MigrateBulletinStorage(Cancel);
        await PostgresServer.Execute(_owner, $"DELETE FROM bulletin_migrations WHERE number = {MigrationScript.Of("Postgres")[^1].Number}");
        await using var silo = Host(new NpgsqlConnectionStringBuilder(_owner) { Username = _role, Password = "only-here" }.ConnectionString);

        var pending = await Assert.ThrowsAsync<MigrationPendingException>(() => silo.MigrateBulletinStorageNow(Cancel));

        Assert.Contains("Run 'Bulletin.Silo migrate' as the tables' owner.", pending.Message, StringComparison.Ordinal);
    }

    private static ServiceProvider Host(string connectionString) => new ServiceCollection().AddLogging()
        .AddBulletinStorage(new StorageOptions { PostgresConnectionString = connectionString })
        .BuildServiceProvider(validateScopes: true);
}
