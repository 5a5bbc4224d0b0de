using Bulletin.Grains.Hosting;
using Bulletin.Grains.Storage;
using Bulletin.Operations;

namespace Bulletin.Silo;

/// <summary>What an operator does to storage, in a process that ends with it.</summary>
internal static class Commands
{
    public const string Usage = """
        what is asked for is not known.
          Bulletin.Silo                            runs a silo
          Bulletin.Silo migrate                    brings the database to the tables this version needs
          Bulletin.Silo restored                   makes a database that was restored from a backup safe to serve
          Bulletin.Silo moderator grant NAME       makes somebody a moderator
          Bulletin.Silo moderator revoke NAME      makes a moderator an ordinary user again
        All take settings such as --ConnectionStrings:Postgres '…' or --Data DIR.
        """;

    public static async Task Migrate(string[] args)
    {
        await using var storage = Storage(args);
        await StorageCommands.Migrate(storage);
    }

    public static async Task Restored(string[] args)
    {
        await using var storage = Storage(args);
        await StorageCommands.Migrate(storage);
        Console.WriteLine($"Clients that saw what is lost will be told so, in {await StorageCommands.Restored(storage)} topics. Start the servers now.");
    }

    public static async Task SetModerator(string username, bool isModerator, string[] args)
    {
        await using var storage = Storage(args);
        await StorageCommands.Migrate(storage);
        if (!await StorageCommands.SetModerator(storage, username, isModerator))
            throw new StartFailedException($"nobody goes by the user name '{username}'.");
        Console.WriteLine(isModerator ? $"{username} is a moderator now." : $"{username} is an ordinary user now.");
    }

    private static ServiceProvider Storage(string[] args)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.AddBulletinLogging();
        builder.Services.AddBulletinStorage(SiloStorage.From(builder.Configuration));
        return builder.Services.BuildServiceProvider();
    }
}
