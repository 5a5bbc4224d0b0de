using Bulletin.Grains.Accounts;
using Bulletin.Grains.Administration;
using Bulletin.Grains.Audit;
using Bulletin.Grains.Directory;
using Bulletin.Grains.Personal;
using Bulletin.Grains.Reports;
using Bulletin.Grains.Search;
using Bulletin.Grains.Settings;
using Bulletin.Grains.Storage.Migrations;
using Bulletin.Grains.Storage.Postgres;
using Bulletin.Grains.Storage.Sql;
using Bulletin.Grains.Storage.Sql.Admin;
using Bulletin.Grains.Storage.Sql.Search;
using Bulletin.Grains.Storage.Sqlite;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Commits;
using Bulletin.Grains.Topics.Members;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Bulletin.Grains.Storage;

/// <summary>Adds storage to a host: the engine that the options select, and every store that uses it.</summary>
public static class StorageExtensions
{
    /// <summary>Registers storage. <see cref="StorageStart.MigrateBulletinStorage"/> must have run before anything uses it.</summary>
    public static IServiceCollection AddBulletinStorage(this IServiceCollection services, StorageOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.AddSingleton(options);
        if (options.UsesPostgres) services.AddPostgres(options.PostgresConnectionString!);
        else services.AddSqlite(options.DataFolder);

        services.AddHostedService<StorageWatch>();
        services.AddSingleton<DiskSpace>().AddHostedService<DiskSpaceMonitor>();
        services.AddSingleton<CommitMetrics>().AddHostedService<EagerStart<CommitMetrics>>();
        services.AddSingleton<CommitQueue>();
        services.AddSingleton<IMessageLog, SqlMessageLog>();
        services.AddSingleton<ITopicStore, SqlTopicStore>();
        services.AddSingleton<IMemberStore, SqlMemberStore>();
        services.AddSingleton<IInvitationStore, SqlInvitationStore>();
        services.AddSingleton<ITopicIndex, SqlTopicIndex>();
        services.AddSingleton<IUserStore, SqlUserStore>();
        services.AddSingleton<IPeopleIndex, SqlPeopleIndex>();
        services.AddSingleton<IPurgeStore, SqlPurgeStore>();
        services.AddSingleton<IAuditLog, SqlAuditLog>();
        services.AddSingleton<ISettingsStore, SqlSettingsStore>();
        services.AddSingleton<IReportStore, SqlReportStore>();
        services.AddSingleton<IFollowerLog, SqlFollowerLog>();
        services.AddSingleton<IPersonalStore, SqlPersonalStore>();
        services.AddSingleton<IAdminIndex, SqlAdminIndex>();
        services.AddSingleton<ISearchStore, SqlSearchStore>();
        services.AddSingleton<ISearchTopics, SqlSearchTopics>();
        services.AddSingleton<SqlNameKeys>().AddHostedService<NameKeyUpkeep>();
        services.AddSingleton<SqlOldTopicNames>().AddHostedService<TopicNameUpkeep>();
        return services;
    }

    private static void AddPostgres(this IServiceCollection services, string connectionString)
    {
        services.AddSingleton(provider =>
            // The name in metrics and traces; the default would be the connection string.
            new NpgsqlDataSourceBuilder(PostgresConnectionString.ForRequests(connectionString)) { Name = "bulletin" }
                .UseLoggerFactory(provider.GetService<ILoggerFactory>())
                .Build());
        services.AddSingleton<PostgresDatabase>();
        services.AddSingleton<SqlDatabase>(provider => provider.GetRequiredService<PostgresDatabase>());
        services.AddHostedService<DatabaseClock>();
        services.AddSingleton<SqlTopicNames, PostgresTopicNames>();
        services.AddSingleton<SqlSearchTerms, PostgresSearchTerms>();
        services.AddSingleton<IBatchCommitter, PostgresCommitter>();
        services.AddSingleton<IMigrator>(provider => new PostgresMigrator(
            connectionString,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<PostgresMigrator>>()));
    }

    private static void AddSqlite(this IServiceCollection services, string folder)
    {
        services.AddSingleton(_ => SqliteFolderLock.Take(folder));
        // The file is accessible only through the folder lock.
        services.AddSingleton(provider =>
        {
            provider.GetRequiredService<SqliteFolderLock>();
            SqliteFolder.WarnIfOpen(folder, provider.GetRequiredService<ILoggerFactory>().CreateLogger("Bulletin.Storage"));
            return new SqliteDataSource(folder);
        });
        services.AddSingleton<SqliteDatabase>();
        services.AddSingleton<SqlDatabase>(provider => provider.GetRequiredService<SqliteDatabase>());
        services.AddSingleton<SqlTopicNames, SqliteTopicNames>();
        services.AddSingleton<SqlSearchTerms, SqliteSearchTerms>();
        services.AddSingleton<IBatchCommitter, SqliteCommitter>();
        services.AddSingleton<IMigrator, SqliteMigrator>();
        services.AddHostedService<SqliteCheckpoints>();
    }
}
