using Bulletin.Grains.Accounts;
using Bulletin.Grains.Directory;
using Bulletin.Grains.Storage;
using Bulletin.Grains.Storage.Postgres;
using Bulletin.Grains.Storage.Sql;
using Bulletin.Grains.Storage.Sqlite;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Commits;
using Bulletin.Grains.Topics.Members;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Bulletin.Grains.Tests.Storage;

/// <summary>One engine with a database of its own, put together as a host does it.</summary>
public abstract class StorageFixture : IAsyncLifetime
{
    private ServiceProvider _services = null!;

    internal StorageOptions Options { get; private set; } = null!;
    internal IServiceProvider Services => _services;
    internal IMessageLog Log => _services.GetRequiredService<IMessageLog>();
    internal CommitQueue Commits => _services.GetRequiredService<CommitQueue>();
    internal ITopicStore Topics => _services.GetRequiredService<ITopicStore>();
    internal IMemberStore Members => _services.GetRequiredService<IMemberStore>();
    internal IInvitationStore Invitations => _services.GetRequiredService<IInvitationStore>();
    internal ITopicIndex Index => _services.GetRequiredService<ITopicIndex>();
    internal SqlTopicIndex IndexOfReach(int topics) => new(Database, Names) { Reach = topics };
    internal IUserStore Users => _services.GetRequiredService<IUserStore>();
    internal SqlTopicNames Names => _services.GetRequiredService<SqlTopicNames>();
    internal SqlDatabase Database => _services.GetRequiredService<SqlDatabase>();
    internal IPeopleIndex People => _services.GetRequiredService<IPeopleIndex>();
    internal SqlPeopleIndex PeopleOfReach(int keys) => new(Database) { Reach = keys };

    public async ValueTask InitializeAsync()
    {
        Options = await MakeDatabase();
        _services = new ServiceCollection().AddLogging().AddBulletinStorage(Options).BuildServiceProvider(validateScopes: true);
        await _services.MigrateBulletinStorage(TestContext.Current.CancellationToken);
    }

    /// <summary>Puts the same database into another host. The data folder stays held by this one, for both.</summary>
    internal void AddTo(IServiceCollection services)
    {
        services.AddBulletinStorage(Options);
        if (!Options.UsesPostgres) services.AddSingleton(_services.GetRequiredService<SqliteFolderLock>());
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await RemoveDatabase();
        GC.SuppressFinalize(this);
    }

    /// <summary>How the engine goes about a statement, a step a line.</summary>
    internal abstract Task<string> Plan(string sql, params (string Name, object? Value)[] parameters);

    /// <summary>As <see cref="Plan"/>, where an index is taken if it serves at all. A table with few rows is otherwise read whole.</summary>
    internal virtual Task<string> PlanByIndexes(string sql, params (string Name, object? Value)[] parameters) => Plan(sql, parameters);

    /// <summary>Another database of the same engine, without tables.</summary>
    internal abstract Task<EmptyDatabase> Empty();

    protected abstract Task<StorageOptions> MakeDatabase();
    protected virtual Task RemoveDatabase() => Task.CompletedTask;
}

public sealed class PostgresStorage(SharedPostgres server) : StorageFixture
{
    /// <summary>As in <c>CREATE DATABASE</c>. Null: that of the server.</summary>
    internal string? Locale { get; init; }

    protected override async Task<StorageOptions> MakeDatabase() => new() { PostgresConnectionString = await server.NewDatabase(Locale) };

    internal override async Task<string> Plan(string sql, params (string Name, object? Value)[] parameters) =>
        string.Join('\n', await Database.Query($"EXPLAIN {sql}", row => row.GetString(0), TestContext.Current.CancellationToken, parameters));

    internal override async Task<string> PlanByIndexes(string sql, params (string Name, object? Value)[] parameters)
    {
        await using var connection = await Services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (var settings = new NpgsqlCommand("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off", connection))
            await settings.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        await using var explain = new NpgsqlCommand($"EXPLAIN {sql}", connection);
        foreach (var (name, value) in parameters) explain.Parameters.AddWithValue(name, value!);
        List<string> steps = [];
        await using var reader = await explain.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        while (await reader.ReadAsync(TestContext.Current.CancellationToken)) steps.Add(reader.GetString(0));
        return string.Join('\n', steps);
    }

    internal override async Task<EmptyDatabase> Empty()
    {
        var database = await server.NewDatabase();
        return new EmptyDatabase("Postgres", NpgsqlDataSource.Create(database), () => new PostgresMigrator(
            database, TimeProvider.System, NullLogger<PostgresMigrator>.Instance));
    }
}

public sealed class SqliteStorage : StorageFixture
{
    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("bulletin-sqlite-").FullName;

    protected override Task<StorageOptions> MakeDatabase() => Task.FromResult(new StorageOptions { DataFolder = _folder });

    internal override async Task<string> Plan(string sql, params (string Name, object? Value)[] parameters) =>
        string.Join('\n', await Database.Query($"EXPLAIN QUERY PLAN {sql}", row => row.GetString(3), TestContext.Current.CancellationToken, parameters));

    internal override Task<EmptyDatabase> Empty()
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("bulletin-sqlite-").FullName;
        var source = new SqliteDataSource(folder);
        return Task.FromResult(new EmptyDatabase(
            "Sqlite", source,
            () => new SqliteMigrator(source, TimeProvider.System, NullLogger<SqliteMigrator>.Instance),
            () => System.IO.Directory.Delete(folder, recursive: true)));
    }

    protected override Task RemoveDatabase()
    {
        System.IO.Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }
}
