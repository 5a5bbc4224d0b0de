using System.Globalization;
using Bulletin.Grains;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Storage;
using Bulletin.Grains.Storage.Sqlite;
using Bulletin.Grains.Topics.Members;
using Bulletin.Operations;

namespace Bulletin.Silo;

/// <summary>Operator commands on storage. The process ends when the command does.</summary>
internal static class Commands
{
    public const string Help = """
        Usage:
          Bulletin.Silo                            runs a silo
          Bulletin.Silo migrate                    migrates the database to this version
          Bulletin.Silo backup FILE|DIR            copies the SQLite database, whether or not a server is using it
          Bulletin.Silo restored                   prepares a database restored from a backup for serving
          Bulletin.Silo admin create NAME          creates an account that is an admin; asks for its password, or reads it from a pipe
          Bulletin.Silo admin grant NAME           makes a user an admin
          Bulletin.Silo admin revoke NAME          makes an admin an ordinary user
          Bulletin.Silo admin list                 lists the admins
          Bulletin.Silo moderator grant NAME       makes a user a moderator
          Bulletin.Silo moderator revoke NAME      makes a moderator an ordinary user
          Bulletin.Silo purge user NAME|ID         deletes everything a user has written, for good
          Bulletin.Silo purge topic ID             deletes the messages of a removed topic, for good
          Bulletin.Silo reindex                    makes a new search index, while servers run
          Bulletin.Silo reindex status             tells how many topics are not indexed yet
          Bulletin.Silo members list TOPIC         lists who may see a private topic
          Bulletin.Silo members owner TOPIC NAME   gives a private topic that has lost its owners a new one
        All accept settings such as --ConnectionStrings:Postgres '…' or --Data DIR. A backup into a folder deletes older ones there:
        --keep-hourly 24 and --keep-daily 14 set how many to keep. --textfile FILE records the time of the backup for Prometheus.
        --version prints the version. docs/operations.md has the settings.
        """;

    /// <returns>The exit code: 0, or 1 with the reason on standard error.</returns>
    public static async Task<int> Run(string[] args)
    {
        if (ProcessRunner.Answer(args, Help) is { } answer)
        {
            Console.WriteLine(answer);
            return 0;
        }
        try
        {
            await Find(args);
            return 0;
        }
        catch (StartFailedException refused)
        {
            await Notices.From(args).Fail($"Bulletin.Silo: {refused.Message}");
            return 1;
        }
        catch (Exception fault)
        {
            return await ProcessRunner.Failed(fault, Notices.From(args));
        }
    }

    private static Task Find(string[] args) => args switch
    {
        ["migrate", .. var rest] => Migrate(rest),
        ["backup", var target, .. var rest] when !target.StartsWith('-') => Backup(target, rest),
        ["restored", .. var rest] => Restored(rest),
        ["admin", "create", var username, .. var rest] => AdminCommands.Create(username, rest),
        ["admin", "grant", var username, .. var rest] => AdminCommands.Grant(username, rest),
        ["admin", "revoke", var username, .. var rest] => AdminCommands.Revoke(username, rest),
        ["admin", "list", .. var rest] => AdminCommands.List(rest),
        ["moderator", "grant", var username, .. var rest] => AdminCommands.SetModerator(username, isModerator: true, rest),
        ["moderator", "revoke", var username, .. var rest] => AdminCommands.SetModerator(username, isModerator: false, rest),
        ["purge", "user", var user, .. var rest] => PurgeCommands.User(user, rest),
        ["purge", "topic", var topic, .. var rest] => PurgeCommands.Topic(TopicId(topic), rest),
        ["reindex", "status", .. var rest] => SearchCommands.Status(rest),
        ["reindex", .. var rest] when rest is [] || rest[0].StartsWith('-') => SearchCommands.Reindex(rest),
        ["members", "list", var topic, .. var rest] => ListMembers(topic, rest),
        ["members", "owner", var topic, var username, .. var rest] => MakeOwner(topic, username, rest),
        _ => throw new StartFailedException($"Unknown command.\n{Help}"),
    };

    private static async Task Migrate(string[] args)
    {
        await using var storage = Storage(args);
        await StorageCommands.Migrate(storage);
    }

    private static async Task Backup(string target, string[] args)
    {
        var configuration = Builder(args, "keep-hourly", "keep-daily", "textfile").Configuration;
        var clock = TimeProvider.System;
        var started = clock.GetTimestamp();
        var made = await StorageCommands.Backup(SiloStorage.From(configuration), new BackupRequest(
            target,
            configuration.GetValue("keep-hourly", 24),
            configuration.GetValue("keep-daily", 14),
            configuration["textfile"]), clock);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"Backed up {made.Bytes / 1e6:N1} MB to {made.File} in {clock.GetElapsedTime(started).TotalSeconds:0.0} s. Older backups deleted: {made.Deleted}."));
    }

    private static async Task Restored(string[] args)
    {
        await using var storage = Storage(args);
        await StorageCommands.RequireDatabase(storage);
        await StorageCommands.Migrate(storage);
        Console.WriteLine($"Prepared {await StorageCommands.Restored(storage)} topics: clients that saw lost messages will be told to reload. Start the servers now.");
    }

    private static async Task ListMembers(string topic, string[] args)
    {
        await using var storage = await PreparedStorage(args);
        foreach (var member in await StorageCommands.ListMembers(storage, TopicId(topic)))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{(member.Role == Role.Owner ? "owner " : "member")}  {member.Since.UtcDateTime:yyyy-MM-dd}  {member.User.Username}"));
    }

    /// <summary>Only for a topic that nobody can manage any more: otherwise its members decide.</summary>
    private static async Task MakeOwner(string topic, string username, string[] args)
    {
        await using var storage = await PreparedStorage(args);
        var members = await StorageCommands.ListMembers(storage, TopicId(topic));
        if (members.FirstOrDefault(member => member.Role == Role.Owner && !Usernames.IsClosed(member.User.Username)) is { } owner)
            throw new StartFailedException($"This topic has an owner: {owner.User.Username}.");
        await StorageCommands.MakeOwner(storage, TopicId(topic), username);
        Console.WriteLine($"{username} is now an owner of this topic.");
    }

    private static Guid TopicId(string text) =>
        Guid.TryParse(text, out var id) ? id : throw new StartFailedException($"'{text}' is not the id of a topic.");

    private static async Task<ServiceProvider> PreparedStorage(string[] args)
    {
        var storage = Storage(args);
        await StorageCommands.RequireFile(storage.GetRequiredService<StorageOptions>());
        await StorageCommands.Prepare(storage, isServed: false);
        return storage;
    }

    private static ServiceProvider Storage(string[] args)
    {
        var builder = Builder(args);
        builder.AddBulletinLogging();
        builder.Services.AddBulletinStorage(SiloStorage.From(builder.Configuration));
        return builder.Services.BuildServiceProvider();
    }

    /// <summary>For commands that run beside a server too.</summary>
    public static Task<ServiceProvider> SharedStorage(string[] args, bool mayCreate = false)
    {
        var builder = Builder(args);
        builder.AddBulletinLogging();
        return Grains.Storage.SharedStorage.Open(builder.Services, SiloStorage.From(builder.Configuration), mayCreate);
    }

    /// <param name="options">What the command accepts besides settings.</param>
    private static HostApplicationBuilder Builder(string[] args, params string[] options)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { Args = args, ContentRootPath = AppContext.BaseDirectory });
        // A mistyped --Data would make the command work on another database.
        UnknownSettings.RequireKnownArguments(builder.Configuration, options);
        return builder;
    }
}
