using Bulletin.Grains.Accounts;
using Bulletin.Grains.Audit;
using Bulletin.Grains.Storage.Migrations;
using Bulletin.Grains.Storage.Sql;
using Bulletin.Grains.Storage.Sqlite;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Members;
using Microsoft.Extensions.DependencyInjection;

namespace Bulletin.Grains.Storage;

/// <summary>Operator commands on storage, run while servers run or before they start.</summary>
public static class StorageCommands
{
    /// <summary>Migrates the database to this version's schema; waits a while for a database that is still starting.</summary>
    /// <exception cref="StartFailedException">The data folder is not usable, or the database can't be migrated.</exception>
    public static Task Migrate(IServiceProvider services, CancellationToken cancellationToken = default) =>
        OnSchema(services.MigrateBulletinStorageNow(cancellationToken));

    /// <summary>The same for a server. It also waits a while for whoever migrates the database if its own role may not do that.</summary>
    /// <exception cref="StartFailedException">As of <see cref="Migrate"/>.</exception>
    public static Task MigrateOrWait(IServiceProvider services, CancellationToken cancellationToken) =>
        OnSchema(services.MigrateBulletinStorage(cancellationToken));

    private static async Task OnSchema(Task migration)
    {
        try
        {
            await migration;
        }
        catch (InvalidOperationException locked)
        {
            throw new StartFailedException(locked.Message, locked);
        }
    }

    /// <summary>Prevents a command that expects a SQLite database from creating one in a mistyped folder.</summary>
    /// <exception cref="StartFailedException">The file is missing or does not contain Bulletin's tables.</exception>
    public static async Task RequireFile(StorageOptions options)
    {
        if (!options.UsesPostgres) await OnFiles(() => SqliteFile.RequireBulletin(options.DatabaseFile()));
    }

    /// <summary>Verifies that the restored file is a Bulletin database of this version or an older one.</summary>
    /// <exception cref="StartFailedException">The file is missing, empty or damaged.</exception>
    public static async Task RequireDatabase(IServiceProvider services, CancellationToken cancellationToken = default)
    {
        var options = services.GetRequiredService<StorageOptions>();
        if (options.UsesPostgres)
        {
            if (!await HasTables(services, cancellationToken)) throw new StartFailedException("The Postgres database does not contain Bulletin's tables.");
            return;
        }
        await RequireFile(options);
        await OnFiles(() => SqliteFile.RequireIntact(options.DatabaseFile()));
    }

    /// <summary>Makes sure that the database has this version's schema. Migrates it only if no server can be using it, which does not expect that.</summary>
    /// <param name="isServed">Whether a server is using the SQLite database.</param>
    /// <exception cref="StartFailedException">The database is of another version, or has no tables.</exception>
    public static async Task Prepare(IServiceProvider services, bool isServed, CancellationToken cancellationToken = default)
    {
        if (services.GetRequiredService<StorageOptions>().UsesPostgres)
        {
            await RequireDatabase(services, cancellationToken);
            await RequireThisVersion(services, "Postgres", "The database is of another version. Use the command of its version, or migrate it first: Bulletin.Silo migrate", cancellationToken);
        }
        else if (isServed)
            await RequireThisVersion(services, "Sqlite", "The server that uses this database is of another version. Use the command of its version, or stop it first.", cancellationToken);
        else await Migrate(services, cancellationToken);
    }

    private static async Task RequireThisVersion(IServiceProvider services, string engine, string refusal, CancellationToken cancellationToken)
    {
        var last = await services.GetRequiredService<SqlDatabase>().Query(
            "SELECT number FROM bulletin_migrations ORDER BY number DESC LIMIT 1", row => row.GetInt32(0), cancellationToken);
        if (last is not [var number] || number != MigrationScript.Of(engine)[^1].Number) throw new StartFailedException(refusal);
    }

    /// <summary>Whether a Postgres database was ever migrated.</summary>
    internal static async Task<bool> HasTables(IServiceProvider services, CancellationToken cancellationToken) =>
        await services.GetRequiredService<SqlDatabase>()
            .Query("SELECT to_regclass('bulletin_migrations') IS NOT NULL", row => row.GetBoolean(0), cancellationToken) is [true];

    /// <summary>Copies the SQLite database, whether or not a server is using it.</summary>
    /// <exception cref="StartFailedException">The backup was not made. Earlier ones are unchanged.</exception>
    public static async Task<MadeBackup> Backup(StorageOptions options, BackupRequest request, TimeProvider clock)
    {
        if (options.UsesPostgres) throw new StartFailedException("This copies SQLite databases only. Back up Postgres with pg_dump, or as docs/deployment.md says.");
        if (request.KeepHourly < 1 || request.KeepDaily < 0) throw new StartFailedException("--keep-hourly must be at least 1, and --keep-daily at least 0.");
        MadeBackup? made = null;
        await OnFiles(() =>
        {
            var target = Path.GetFullPath(request.Target);
            made = System.IO.Directory.Exists(target)
                ? new BackupFolder(target, request.KeepHourly, request.KeepDaily, clock).Add(options.DatabaseFile())
                : new MadeBackup(target, SqliteBackup.Make(options.DatabaseFile(), target, target + ".tmp"), Deleted: 0);
            if (request.Textfile is { } textfile) BackupTextfile.Write(textfile, clock.GetUtcNow(), made.Bytes);
        });
        return made!;
    }

    private static async Task OnFiles(Action work)
    {
        try
        {
            await Task.Run(work);
        }
        catch (BackupRefusedException refused)
        {
            throw new StartFailedException(refused.Message, refused);
        }
        catch (Exception fault) when (SqliteFaults.IsUnavailable(fault))
        {
            throw new StartFailedException(fault.Message, fault);
        }
    }

    private static string DatabaseFile(this StorageOptions options) => Path.Combine(options.DataFolder, SqliteDataSource.FileName);

    /// <summary>Makes a restored database safe to serve: see <see cref="ITopicStore.LeaveRevisionsBehind"/>. No server may run.</summary>
    /// <returns>How many topics there are.</returns>
    public static Task<long> Restored(IServiceProvider services, CancellationToken cancellationToken = default) =>
        services.GetRequiredService<ITopicStore>().LeaveRevisionsBehind(cancellationToken);

    /// <returns>The members of a private topic or direct conversation, in the order in which they came.</returns>
    /// <exception cref="StartFailedException">There is no such topic.</exception>
    public static async Task<IReadOnlyList<Member>> ListMembers(IServiceProvider services, Guid topicId, CancellationToken cancellationToken = default) =>
        await services.GetRequiredService<IMemberStore>().Load(topicId, cancellationToken) is { Access: not Access.Public } members
            ? members.InOrder
            : throw new StartFailedException($"There is no private topic or direct conversation {topicId}.");

    /// <summary>
    /// Makes somebody an owner of a private topic, such as one whose owners are gone. It claims the topic, so a running server
    /// learns of it no later than with the topic's next change.
    /// </summary>
    /// <exception cref="StartFailedException">There is no such topic, or nobody with this username.</exception>
    public static async Task MakeOwner(IServiceProvider services, Guid topicId, string username, CancellationToken cancellationToken = default)
    {
        var account = await services.GetRequiredService<IUserStore>().Find(Usernames.Key(username), cancellationToken);
        if (account is not { PasswordHash: not null }) throw new StartFailedException($"There is no user '{username}'.");

        var store = services.GetRequiredService<IMemberStore>();
        Member owner = new(account.User, Role.Owner, Milliseconds.Cut(services.GetRequiredService<TimeProvider>().GetUtcNow()));
        var name = (await services.GetRequiredService<ITopicStore>().Removal(topicId, cancellationToken))?.Name ?? "";
        TopicClaim? claim;
        do
        {
            // Again, if a server has just changed the members.
            if (await store.Load(topicId, cancellationToken) is not { Access: Access.Private } members)
                throw new StartFailedException($"There is no private topic {topicId}.");
            var act = TopicActs.MemberPutByOperator(topicId, name, members.ById.GetValueOrDefault(account.User.Id), owner);
            claim = await store.Put(topicId, members.Version, owner, addedBy: null, act, cancellationToken);
        }
        while (claim is null);
    }
}
